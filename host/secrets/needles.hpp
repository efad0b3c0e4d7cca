#pragma once

// Finds many secret values in a text at once, also where they stand encoded.
//
// Looked for: the value as it is, and as a URL makes it, which takes escapes in it for escapes; also in small letters,
// as host names are told, in the bytes that a header has for it, and without the blanks around it; of a URL also
// credentials, path and query alone. Looked through: the text, and what is left of it when percent-encoding, the
// encoding of forms, the escapes of JSON and base64 are taken away, in any spelling, up to three times over (twice for
// long texts, not at all for huge ones). Short base64 is found too, at every alignment, so inside "user:password". A
// value that was cut off, before
// "...(truncated)" or "…" or at the end of a long text, is found by its first part. What is not the plain value needs
// four bytes, else innocent text would match.
//
// Life: add everything, then const. Threads: any, once const. The values are wiped when it dies.

#include <bitset>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/secret_text.hpp"

namespace jackfield::secrets {

struct View;

struct Range {
  std::size_t begin;
  std::size_t end;
};

class Needles {
 public:
  // Empty texts and those known already are ignored.
  void add(std::string_view value);
  bool knows(std::string_view value) const noexcept;
  bool empty() const noexcept { return texts_.empty(); }

  // Sorted, without overlaps; neighbours that only touch stay apart.
  std::vector<Range> find(std::string_view text) const;

 private:
  struct Needle {
    SecretText text;
    std::uint8_t before = 0;  // characters beside a match that hold bits of the value, too
    std::uint8_t after = 0;
  };

  const std::vector<std::uint32_t>& beginning_like(std::string_view text) const noexcept;
  void add_needle(std::string_view text, std::uint8_t before, std::uint8_t after);
  void add_base64(std::string_view value);
  void add_parts_of_url(std::string_view value);
  void find_under(std::string_view text, const View* places, int depth, std::vector<Range>& hits) const;
  void find_short(std::string_view text, std::vector<Range>& hits) const;
  void find_long(std::string_view text, std::vector<Range>& hits) const;
  void find_cut_off(std::string_view text, std::vector<Range>& hits) const;
  void find_begun(std::string_view text, std::size_t end, std::vector<Range>& hits) const;

  std::vector<Needle> texts_;
  std::vector<std::uint32_t> short_;                                        // places in texts_; less than four bytes
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_start_;  // the others, by their first four bytes
  std::bitset<1 << 16> starts_;                                             // hashes of those four bytes
  bool has_blank_ = false;
};

}  // namespace jackfield::secrets
