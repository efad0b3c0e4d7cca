#include "config/names.hpp"

#include <charconv>

#include "base/upper_snake.hpp"

namespace jackfield::config {
namespace {

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

// Position after the first characters of `name` that make up `letters`; nothing if they do not.
std::optional<std::size_t> end_of(std::string_view letters, std::string_view name) {
  std::size_t at = 0;
  for (const char wanted : letters) {
    while (at < name.size() && letters_of(name.substr(at, 1)).empty()) ++at;
    if (at == name.size() || letters_of(name.substr(at, 1)).front() != wanted) return std::nullopt;
    ++at;
  }
  return at;
}

// The same from the end.
std::optional<std::size_t> begin_of(std::string_view letters, std::string_view name) {
  std::size_t at = name.size();
  for (auto wanted = letters.rbegin(); wanted != letters.rend(); ++wanted) {
    while (at > 0 && letters_of(name.substr(at - 1, 1)).empty()) --at;
    if (at == 0 || letters_of(name.substr(at - 1, 1)).front() != *wanted) return std::nullopt;
    --at;
  }
  return at;
}

// Without separators at its ends: those belong to the name around it.
std::string member_text(std::string_view text) {
  const auto is_separator = [](char c) { return letters_of({&c, 1}).empty(); };
  while (!text.empty() && is_separator(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_separator(text.back())) text.remove_suffix(1);
  return upper_snake(text);
}

}  // namespace

std::string letters_of(std::string_view name) {
  std::string letters;
  for (const char c : upper_snake(name)) {
    if (c != '_') letters += c;
  }
  return letters;
}

Names::Names(Table table) {
  for (const Key& key : table) {
    std::size_t rank = 0;
    for (const std::string_view property : key.properties) add(key, property, ++rank, {});
    for (const std::string_view alias : key.aliases) {
      variables_.emplace(alias, Found{.key = &key, .member = {}, .rank = ++rank, .item = {}, .instead_of_old = {}});
    }
    const std::string_view instead = key.properties.empty() ? key.name : key.properties.front();
    for (const std::string_view old : key.old_names) add(key, old, ++rank, instead);
  }
}

void Names::add(const Key& key, std::string_view property, std::size_t rank, std::string_view instead) {
  const Found found{.key = &key, .member = {}, .rank = rank, .item = {}, .instead_of_old = instead};
  properties_.emplace_back(property);
  if (const std::size_t member = property.find('<'); member != std::string_view::npos) {
    families_.push_back(
        {letters_of(property.substr(0, member)), letters_of(property.substr(property.find('>') + 1)), found});
  } else {
    by_letters_.emplace(letters_of(property), found);
  }
}

std::optional<Names::Found> Names::find(std::string_view name) const {
  if (const auto variable = variables_.find(name); variable != variables_.end()) return variable->second;
  if (const auto found = by_letters_.find(letters_of(name)); found != by_letters_.end()) return found->second;
  if (auto item = item_of_list(name)) return item;
  return member_of_family(name);
}

std::optional<Names::Found> Names::item_of_list(std::string_view name) const {
  std::string letters = letters_of(name);
  std::size_t digits = letters.size();
  while (digits > 0 && is_digit(letters[digits - 1])) --digits;
  std::size_t item = 0;
  const auto [end, error] = std::from_chars(letters.data() + digits, letters.data() + letters.size(), item);
  if (digits == letters.size() || error != std::errc{}) return std::nullopt;
  letters.resize(digits);
  const auto found = by_letters_.find(letters);
  if (found == by_letters_.end() || !found->second.key->is_list) return std::nullopt;
  Found list = found->second;
  list.item = item;
  return list;
}

std::optional<Names::Found> Names::member_of_family(std::string_view name) const {
  for (const Family& family : families_) {
    const auto begin = end_of(family.before, name);
    const auto end = begin_of(family.after, name);
    if (!begin || !end || *begin >= *end) continue;
    Found found = family.found;
    found.member = member_text(name.substr(*begin, *end - *begin));
    if (!found.member.empty()) return found;
  }
  return std::nullopt;
}

}  // namespace jackfield::config
