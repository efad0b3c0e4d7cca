#include "feel/json_scan.hpp"
#include "feel/json_walker.hpp"
#include "feel/json_window.hpp"

namespace jackfield::feel::json {
namespace {

// A number that any reader takes for the same double, and that is written as connector results write it if it is whole.
bool is_already_right(std::string_view text) noexcept {
  constexpr std::size_t kExactDigits = 15;
  if (text.size() > kExactDigits + 2) return false;
  bool has_fraction = false;
  bool has_digit_behind = false;
  for (const char c : text) {
    if (c == 'e' || c == 'E') return false;
    has_digit_behind = has_digit_behind || (has_fraction && c != '0');
    has_fraction = has_fraction || c == '.';
  }
  return has_fraction ? has_digit_behind : text != "-0";
}

// Writes a value compactly, with its numbers in the form of connector results: as few and large pieces as possible.
class Rewriter {
 public:
  Rewriter(std::string& out, std::size_t max_bytes) : out_(out), max_bytes_(max_bytes) {}

  bool run(const char* at, const char* last) {
    const auto size = static_cast<std::size_t>(last - at);
    if (out_.size() + size > max_bytes_) return false;
    out_.reserve(out_.size() + size + 16);
    clean_ = at;
    while (at != last) at = token(at, last);
    flush(last);
    return true;
  }

 private:
  void flush(const char* until) { out_.append(clean_, until); }

  const char* token(const char* at, const char* last) {
    const char c = *at;
    if (c == '"') {
      const char* quote = find_string_end(at + 1, last).quote;
      return quote == last ? last : quote + 1;
    }
    if (c == '-' || (c >= '0' && c <= '9')) return number(at, last);
    if (is_blank(c)) {
      flush(at);
      return clean_ = at + 1;
    }
    return at + 1;
  }

  const char* number(const char* at, const char* last) {
    const char* end = skip_value(at, last);
    const std::string_view text = between(at, end);
    if (is_already_right(text)) return end;
    flush(at);
    clean_ = end;
    const Value value = read_number(text);
    if (value.is_null()) {
      out_.append("null");
    } else {
      value.as_number().append_json(out_);
    }
    return end;
  }

  std::string& out_;
  std::size_t max_bytes_;
  const char* clean_ = nullptr;  // from here on not written
};

}  // namespace

bool append_rewritten(std::string& out, DocumentCell* document, const char* at, std::size_t max_bytes) {
  return Rewriter(out, max_bytes).run(at, behind(*document, at));
}

}  // namespace jackfield::feel::json
