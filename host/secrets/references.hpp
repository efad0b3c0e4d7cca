#pragma once

// Finds secret references in a text, from left to right, in time linear in its length.
//
//   {{secrets.NAME}}   any characters but blanks up to the next "}}", which blanks may precede; blanks after "{{", too
//   secrets.NAME       letters and digits in parts, joined by exactly one of / . _ -; as long as it goes
//
// Blanks are the ASCII ones. There is no word boundary: "mysecrets.X" holds a reference. Borrows the text.

#include <cstddef>
#include <optional>
#include <string_view>

namespace jackfield::secrets {

constexpr std::string_view kKeyword = "secrets.";

struct Reference {
  std::size_t begin;  // of the whole, braces included
  std::size_t end;
  std::string_view name;  // trimmed
};

class BracedReferences {
 public:
  explicit BracedReferences(std::string_view text) noexcept : text_(text) {}
  std::optional<Reference> next() noexcept;

 private:
  struct Close {
    std::size_t name_end;  // first blank or brace after the name
    std::size_t braces;    // where "}}" stands, npos if it does not
  };

  std::size_t opening_before(std::size_t keyword) const noexcept;
  Close close_from(std::size_t from) noexcept;

  std::string_view text_;
  std::size_t search_ = 0;  // where to look for the keyword
  std::size_t taken_ = 0;   // end of the last reference
  std::optional<Close> close_;
};

class BareReferences {
 public:
  explicit BareReferences(std::string_view text) noexcept : text_(text) {}
  std::optional<Reference> next() noexcept;

 private:
  std::string_view text_;
  std::size_t search_ = 0;
};

// Like std::string_view::find for a text that is not empty, by the C library's vectorised search.
std::size_t find_text(std::string_view text, std::string_view what, std::size_t from = 0) noexcept;

}  // namespace jackfield::secrets
