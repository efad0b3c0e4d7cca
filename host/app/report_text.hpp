#pragma once

// Text in sections for people: headings, names in a column, what belongs to them beside or below it.

#include <string>
#include <string_view>

namespace jackfield::app {

class ReportText {
 public:
  // A section, with a blank line before it.
  void section(std::string_view heading);

  // How wide the column of names is in this section.
  void name_width(std::size_t width) { name_width_ = width; }

  void line(std::string_view text);  // indented; more lines below each other
  void blank() { text_ += '\n'; }
  void row(std::string_view name, std::string_view text);  // further lines under the first
  void json(std::string_view json);                        // laid out
  void json_row(std::string_view name, std::string_view json);

  // As json_row, and where it comes from: on the same line if there is room.
  void json_row(std::string_view name, std::string_view json, std::string_view origin);

  // Without control characters, which could play tricks with a terminal.
  std::string take();

 private:
  std::size_t column() const noexcept { return kIndent + name_width_ + kGap; }

  static constexpr std::size_t kIndent = 2;
  static constexpr std::size_t kGap = 2;
  static constexpr std::size_t kBelow = 4;  // indent of what stands under its name

  std::string text_;
  std::size_t name_width_ = 0;
};

}  // namespace jackfield::app
