#include "dev/literal.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <utility>

namespace jackfield::dev {
namespace {

using nlohmann::json;

constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kDigits = "0123456789";
constexpr int kDeepest = 100;

bool is_name_start(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_part(char c) noexcept {
  return is_name_start(c) || (c >= '0' && c <= '9');
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Literal> parse() {
    Result<Literal> literal = parse_value(0);
    if (!literal) return literal;
    skip_spaces();
    if (at_ != text_.size()) return refuse("the end");
    return literal;
  }

 private:
  Result<Literal> parse_value(int depth) {
    skip_spaces();
    if (depth > kDeepest || at_ == text_.size()) return refuse("a value");
    const char c = text_[at_];
    if (c == '"') return parse_string();
    if (c == '[') return parse_items(Literal::Kind::List, ']', depth);
    if (c == '{') return parse_items(Literal::Kind::Context, '}', depth);
    if (c == '-' || c == '.' || kDigits.find(c) != std::string_view::npos) return parse_number();
    if (is_name_start(c)) return parse_name();
    return refuse("a literal or a path");
  }

  Result<Literal> parse_string() {
    Result<std::string> text = take_string();
    if (!text) return text.failure();
    return value(json(*text).dump());
  }

  // FEEL's escapes are those of JSON.
  Result<std::string> take_string() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) return refuse("a closing quote");
    ++at_;
    std::string quoted;
    for (const char c : text_.substr(begin, at_ - begin)) {
      if (c == '\n') quoted += "\\n";
      if (c == '\r') quoted += "\\r";
      if (c == '\t') quoted += "\\t";
      if (kSpaces.find(c) == std::string_view::npos || c == ' ') quoted += c;
    }
    const json parsed = json::parse(quoted, nullptr, false);
    if (!parsed.is_string()) return refuse("a string with escapes that JSON knows, too");
    return parsed.get<std::string>();
  }

  Result<Literal> parse_number() {
    const std::size_t begin = at_;
    if (text_[at_] == '-') ++at_;
    const std::size_t digits = at_;
    while (at_ < text_.size() && (kDigits.find(text_[at_]) != std::string_view::npos || text_[at_] == '.')) ++at_;
    std::string number(text_.substr(begin, at_ - begin));
    if (digits < text_.size() && text_[digits] == '.') number.insert(digits - begin, "0");
    const json parsed = json::parse(number, nullptr, false);
    if (!parsed.is_number()) return refuse("a number");
    return value(parsed.dump());
  }

  Result<Literal> parse_name() {
    Literal path;
    path.kind = Literal::Kind::Path;
    do {
      if (!path.names.empty()) ++at_;
      const std::size_t begin = at_;
      if (at_ < text_.size() && is_name_start(text_[at_])) {
        while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
      }
      if (at_ == begin) return refuse("a name");
      path.names.emplace_back(text_.substr(begin, at_ - begin));
    } while (at_ < text_.size() && text_[at_] == '.');
    const bool is_word = path.names.size() == 1;
    const std::string& first = path.names.front();
    if (is_word && (first == "true" || first == "false" || first == "null")) return value(first);
    return path;
  }

  Result<Literal> parse_items(Literal::Kind kind, char close, int depth) {
    Literal items;
    items.kind = kind;
    ++at_;
    if (take(close)) return items;
    do {
      if (kind == Literal::Kind::Context) {
        Result<std::string> key = parse_key();
        if (!key) return key.failure();
        items.names.push_back(*std::move(key));
        if (!take(':')) return refuse("\":\"");
      }
      Result<Literal> item = parse_value(depth + 1);
      if (!item) return item;
      items.items.push_back(*std::move(item));
    } while (take(','));
    if (!take(close)) return refuse(fmt::format("\",\" or \"{}\"", close));
    return items;
  }

  Result<std::string> parse_key() {
    skip_spaces();
    if (at_ < text_.size() && text_[at_] == '"') return take_string();
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
    if (at_ == begin) return refuse("a key");
    return std::string(text_.substr(begin, at_ - begin));
  }

  static Literal value(JsonText text) {
    Literal literal;
    literal.value = std::move(text);
    return literal;
  }

  bool take(char c) {
    skip_spaces();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void skip_spaces() {
    while (at_ < text_.size() && kSpaces.find(text_[at_]) != std::string_view::npos) ++at_;
  }

  Failure refuse(std::string_view expected) const {
    return {
        Fault::InvalidInput,
        fmt::format("expression \"{}\": column {}: expected {}; the embedded engine reads literals, lists, contexts "
                    "and paths",
                    text_, at_ + 1, expected)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

JsonText follow(const std::vector<std::string>& path, const Scope& scope) {
  const JsonText* variable = scope.find(path.front());
  if (variable == nullptr) return "null";
  if (path.size() == 1) return *variable;
  const json root = json::parse(*variable, nullptr, false);
  const json* at = &root;
  for (std::size_t depth = 1; depth < path.size(); ++depth) {
    const auto member = at->is_object() ? at->find(path[depth]) : at->end();
    if (member == at->end()) return "null";
    at = &*member;
  }
  return at->dump();
}

}  // namespace

Result<Literal> parse_literal(std::string_view text) {
  return Parser(text).parse();
}

JsonText evaluate_literal(const Literal& literal, const Scope& scope) {
  if (literal.kind == Literal::Kind::Value) return literal.value;
  if (literal.kind == Literal::Kind::Path) return follow(literal.names, scope);
  const bool is_context = literal.kind == Literal::Kind::Context;
  JsonText out(1, is_context ? '{' : '[');
  for (std::size_t index = 0; index < literal.items.size(); ++index) {
    if (index > 0) out += ',';
    if (is_context) out += json(literal.names[index]).dump() + ':';
    out += evaluate_literal(literal.items[index], scope);
  }
  return out += is_context ? '}' : ']';
}

}  // namespace jackfield::dev
