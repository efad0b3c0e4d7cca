#pragma once

// Finds many secret values in a text at once, also where they stand encoded.
//
// Looked for: the value as it is; the same with percent-encoded, form-encoded or JSON-escaped characters, whichever of
// them and in whatever spelling, JSON escapes up to two deep; and its base64, in both alphabets and at every alignment,
// so that it is found inside base64 of a longer text ("user:password"). Base64 needs values of four bytes, else
// innocent text would match.
//
// Life: add everything, then const. Threads: any, once const. The values are wiped when it dies.

#include <bitset>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/secret_text.hpp"

namespace jackfield::secrets {

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
  void find_in(std::string_view text, std::vector<Range>& hits) const;

  std::vector<Needle> texts_;
  std::vector<std::uint32_t> short_;                                        // places in texts_; less than four bytes
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_start_;  // the others, by their first four bytes
  std::bitset<1 << 16> starts_;                                             // hashes of those four bytes
  bool has_blank_ = false;
};

}  // namespace jackfield::secrets
