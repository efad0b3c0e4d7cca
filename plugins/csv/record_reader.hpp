#pragma once

// Reads delimited text record by record, as RFC 4180 has it and with the leniency that exporters need: lines end with
// CR, LF or both, empty lines are passed over, values keep their blanks, records may differ in length.

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace csv {

using Record = std::vector<std::string>;

// The text cannot be read; what() names the line.
class Malformed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Borrows text and delimiter. A value in quotes may hold delimiters, line ends and doubled quotes; a quote within a
// value that does not begin with one is a character like others. After the closing quote only white space may follow.
class RecordReader {
 public:
  RecordReader(std::string_view text, std::string_view delimiter) noexcept : text_(text), delimiter_(delimiter) {}

  // Nothing at the end of the text. Throws Malformed.
  std::optional<Record> next();

 private:
  bool is_at_end() const noexcept { return at_ == text_.size(); }
  bool is_at_line_end() const noexcept { return !is_at_end() && (text_[at_] == '\n' || text_[at_] == '\r'); }
  bool is_at_delimiter() const noexcept { return text_.compare(at_, delimiter_.size(), delimiter_) == 0; }
  void skip_line_end() noexcept;
  std::string plain_value();
  std::string quoted_value();
  void skip_to_value_end();

  const std::string_view text_, delimiter_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace csv
