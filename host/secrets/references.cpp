#include "secrets/references.hpp"

#include <cstring>

#include "secrets/filter.hpp"

namespace jackfield::secrets {
namespace {

constexpr std::size_t kWindow = 4096;

constexpr std::size_t kNone = std::string_view::npos;

bool is_blank(char c) noexcept {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_word(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool joins_words(char c) noexcept {
  return c == '/' || c == '.' || c == '_' || c == '-';
}

// Control characters count as blanks here, as they do where names are written.
std::string_view trimmed(std::string_view name) noexcept {
  const auto is_trim = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!name.empty() && is_trim(name.front())) name.remove_prefix(1);
  while (!name.empty() && is_trim(name.back())) name.remove_suffix(1);
  return name;
}

std::size_t bare_name_end(std::string_view text, std::size_t at) noexcept {
  const std::size_t begin = at;
  std::size_t end = at;
  while (at < text.size()) {
    if (is_word(text[at])) {
      end = ++at;
    } else if (joins_words(text[at]) && at == end && end != begin) {
      ++at;
    } else {
      break;
    }
  }
  return end;
}

}  // namespace

// In windows: an address sanitizer looks at all of what it is given, hit or no hit.
std::size_t find_text(std::string_view text, std::string_view what, std::size_t from) noexcept {
  while (from < text.size()) {
    const std::string_view window = text.substr(from, kWindow + what.size());
    const void* const found = ::memmem(window.data(), window.size(), what.data(), what.size());
    if (found != nullptr) return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    from += kWindow;
  }
  return kNone;
}

std::size_t BracedReferences::opening_before(std::size_t keyword) const noexcept {
  std::size_t at = keyword;
  while (at > taken_ && is_blank(text_[at - 1])) --at;
  if (at < taken_ + 2 || text_[at - 1] != '{' || text_[at - 2] != '{') return kNone;
  return at - 2;
}

// The answer holds for every later start up to the place where it was found, so no character is looked at twice.
BracedReferences::Close BracedReferences::close_from(std::size_t from) noexcept {
  if (close_ && close_->name_end >= from) return *close_;
  const auto stands_at = [this](std::size_t at) {
    return at + 1 < text_.size() && text_[at] == '}' && text_[at + 1] == '}';
  };
  std::size_t end = from;
  while (end < text_.size() && !is_blank(text_[end]) && !stands_at(end)) ++end;
  std::size_t braces = end;
  while (braces < text_.size() && is_blank(text_[braces])) ++braces;
  close_ = Close{end, stands_at(braces) ? braces : kNone};
  return *close_;
}

std::optional<Reference> BracedReferences::next() noexcept {
  for (std::size_t at; (at = find_text(text_, kKeyword, search_)) != kNone;) {
    const std::size_t name = at + kKeyword.size();
    search_ = name;
    const std::size_t begin = opening_before(at);
    if (begin == kNone || name == text_.size() || is_blank(text_[name])) continue;
    const Close close = close_from(name + 1);
    if (close.braces == kNone) continue;
    search_ = taken_ = close.braces + 2;
    return Reference{begin, taken_, trimmed(text_.substr(name, close.name_end - name))};
  }
  return std::nullopt;
}

std::optional<Reference> BareReferences::next() noexcept {
  for (std::size_t at; (at = find_text(text_, kKeyword, search_)) != kNone;) {
    const std::size_t name = at + kKeyword.size();
    const std::size_t end = bare_name_end(text_, name);
    search_ = end;
    if (end != name) return Reference{at, end, text_.substr(name, end - name)};
  }
  return std::nullopt;
}

Names names_in(std::string_view text) {
  Names names;
  BracedReferences braced(text);
  while (const auto found = braced.next()) names.emplace(found->name);
  BareReferences bare(text);
  while (const auto found = bare.next()) names.emplace(found->name);
  return names;
}

}  // namespace jackfield::secrets
