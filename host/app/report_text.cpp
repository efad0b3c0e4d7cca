#include "app/report_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/json_layout.hpp"

namespace jackfield::app {
namespace {

constexpr std::size_t kWidth = 110;
constexpr std::size_t kLongestText = 1000;

// What one sees, which for text beyond ASCII is less than its bytes.
std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return width;
}

std::string indented(std::string_view text, std::size_t indent) {
  std::string out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    if (begin > 0) out += line.empty() ? "\n" : fmt::format("\n{:{}}", "", indent);
    out += line;
    begin = end + 1;
  }
  return out;
}

std::string padded(std::string_view name, std::size_t width) {
  std::string out(name);
  for (std::size_t i = width_of(name); i < width; ++i) out += ' ';
  return out;
}

}  // namespace

void ReportText::section(std::string_view heading) {
  text_ += fmt::format("{}{}\n", text_.empty() ? "" : "\n", heading);
  name_width_ = 0;
}

void ReportText::line(std::string_view text) {
  text_ += fmt::format("{:{}}{}\n", "", kIndent, indented(text, kIndent));
}

void ReportText::row(std::string_view name, std::string_view text) {
  text_ += fmt::format("{:{}}{}{:{}}{}\n", "", kIndent, padded(name, name_width_), "", kGap, indented(text, column()));
}

void ReportText::json(std::string_view json) {
  text_ += fmt::format("{:{}}{}\n", "", kIndent, laid_out(json, {kIndent, kWidth, kLongestText}));
}

void ReportText::json_row(std::string_view name, std::string_view json) {
  json_row(name, json, {});
}

void ReportText::json_row(std::string_view name, std::string_view json, std::string_view origin) {
  std::string value = laid_out(json, {column(), kWidth, kLongestText});
  // What needs more lines gets its own, where there is room.
  const bool is_below = value.find('\n') != std::string::npos && !name.empty();
  if (is_below) value = laid_out(json, {kBelow, kWidth, kLongestText});
  const std::size_t indent = is_below ? kBelow : column();
  text_ += is_below ? fmt::format("{:{}}{}\n{:{}}{}", "", kIndent, name, "", kBelow, value)
                    : fmt::format("{:{}}{}{:{}}{}", "", kIndent, padded(name, name_width_), "", kGap, value);
  if (!origin.empty()) {
    const bool is_beside = !is_below && column() + width_of(value) + 3 + width_of(origin) <= kWidth;
    text_ += is_beside ? fmt::format("   {}", origin) : fmt::format("\n{:{}}{}", "", indent, origin);
  }
  text_ += '\n';
}

std::string ReportText::take() {
  for (char& c : text_) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (is_control && c != '\n' && c != '\t') c = '?';
  }
  return std::move(text_);
}

}  // namespace jackfield::app
