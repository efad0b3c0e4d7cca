#include "secrets/env_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace jackfield::secrets {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kExport = "export";

bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\r';
}

class EnvFileReader {
 public:
  explicit EnvFileReader(std::string_view text) : text_(text) {
    if (text_.substr(0, kByteOrderMark.size()) == kByteOrderMark) at_ = kByteOrderMark.size();
  }

  Result<SecretMap> run() {
    SecretMap secrets;
    while (skip_to_content()) {
      const std::string name = read_name();
      if (name.empty()) return fault("expected NAME=VALUE");
      std::optional<std::string> value = read_value();
      if (!value) return fault("expected the value to end with its quote, and nothing but a comment after it");
      secrets.insert_or_assign(name, SecretText(*std::move(value)));
    }
    return secrets;
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  bool at_line_end() const { return at_end() || text_[at_] == '\n'; }
  void skip_blanks() {
    while (!at_end() && is_blank(text_[at_])) ++at_;
  }
  void skip_line() { at_ = std::min(text_.find('\n', at_), text_.size()); }

  // False at the end of the text.
  bool skip_to_content() {
    while (true) {
      skip_blanks();
      if (!at_end() && text_[at_] == '#') skip_line();
      if (at_end()) return false;
      if (text_[at_] != '\n') return true;
      ++at_;
    }
  }

  std::string_view read_word() {
    const std::size_t begin = at_;
    while (!at_line_end() && !is_blank(text_[at_]) && text_[at_] != '=') ++at_;
    return text_.substr(begin, at_ - begin);
  }

  // Up to and with the "="; empty if there is none.
  std::string read_name() {
    std::string_view name = read_word();
    skip_blanks();
    if (name == kExport && !at_line_end() && text_[at_] != '=') {
      name = read_word();
      skip_blanks();
    }
    if (at_line_end() || text_[at_] != '=') return {};
    ++at_;
    skip_blanks();
    return std::string(name);
  }

  std::optional<std::string> read_value() {
    if (at_line_end() || (text_[at_] != '\'' && text_[at_] != '"')) return read_plain();
    std::optional<std::string> value = read_quoted(text_[at_++]);
    skip_blanks();
    if (!at_end() && text_[at_] == '#') skip_line();
    return at_line_end() ? value : std::nullopt;
  }

  std::string read_plain() {
    const std::size_t begin = at_;
    skip_line();
    std::string_view value = text_.substr(begin, at_ - begin);
    for (std::size_t mark = value.find('#'); mark != std::string_view::npos; mark = value.find('#', mark + 1)) {
      if (mark == 0 || is_blank(value[mark - 1])) value = value.substr(0, mark);
    }
    while (!value.empty() && is_blank(value.back())) value.remove_suffix(1);
    return std::string(value);
  }

  std::optional<std::string> read_quoted(char quote) {
    std::string value;
    for (; !at_end(); ++at_) {
      const char c = text_[at_];
      if (c == quote) return ++at_, value;
      const bool is_escape = c == '\\' && quote == '"' && at_ + 1 < text_.size();
      if (is_escape) {
        value += read_escape(text_[++at_]);
      } else {
        value.push_back(c);
      }
    }
    return std::nullopt;
  }

  static std::string read_escape(char letter) {
    switch (letter) {
      case 'n':
        return "\n";
      case 'r':
        return "\r";
      case 't':
        return "\t";
      case '"':
      case '\\':
      case '$':
        return {letter};
      default:
        return {'\\', letter};
    }
  }

  Failure fault(std::string_view expected) const {
    const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
    return {Fault::InvalidInput, fmt::format("line {}: {}", line, expected)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<SecretMap> parse_env_file(std::string_view text) {
  return EnvFileReader(text).run();
}

}  // namespace jackfield::secrets
