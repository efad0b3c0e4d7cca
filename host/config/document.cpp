#include "config/document.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/assert.hpp"
#include "base/upper_snake.hpp"
#include "config/sources.hpp"

namespace jackfield::config {

const Value& Document::at(std::string_view name) const {
  const auto found = values_.find(name);
  JF_ASSERT(found != values_.end(), "a setting was asked for that is not in the table");
  return found->second;
}

const Document::Members& Document::members(std::string_view name) const {
  static const Members kNone;
  const auto found = families_.find(name);
  return found == families_.end() ? kNone : found->second;
}

void Document::set(Value value) {
  if (value.key->is_family()) {
    std::string member = value.member;
    families_[value.key->name].insert_or_assign(std::move(member), std::move(value));
    return;
  }
  values_.insert_or_assign(value.key->name, std::move(value));
}

void Document::set_item(Value value, std::size_t at) {
  Value& list = values_.find(value.key->name)->second;
  // The first item of a source ends what a weaker source had.
  if (list.origin == "default" || at == 0) list.texts.clear();
  list.origin = value.origin;
  list.texts.resize(std::max(list.texts.size(), at + 1));
  list.texts[at] = std::move(value.texts.front());
}

Environment process_environment() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    environment.emplace(std::string(text.substr(0, equals)), std::string(text.substr(equals + 1)));
  }
  return environment;
}

Result<Document> read(const Sources& sources) {
  Document document;
  for (const Key& key : sources.table) {
    if (key.is_family()) continue;
    Value value{&key, {}, "default"};
    if (!key.fallback.empty()) value.texts = split_for(key, std::string(key.fallback));
    document.set(std::move(value));
  }
  for (const std::filesystem::path& file : sources.files) {
    if (Result<void> done = read_file(sources.table, sources.environment, file, document); !done) return done.failure();
  }
  if (Result<void> done = read_environment(sources.table, sources.environment, document); !done) return done.failure();
  if (Result<void> done = read_arguments(sources.table, sources.arguments, document); !done) return done.failure();
  return document;
}

std::string variable_of(const Key& key) {
  const std::string name = "JACKFIELD_" + upper_snake(key.name);
  if (!key.is_family()) return name;
  const auto [before, after] = around_member(key);
  const std::string_view member = key.name.substr(before.size(), key.name.size() - before.size() - after.size());
  const std::string begin = name.substr(0, name.size() - after.size() - member.size());
  return begin + std::string(member) + name.substr(name.size() - after.size());
}

std::pair<std::string_view, std::string_view> around_member(const Key& key) {
  return {key.name.substr(0, key.name.find('<')), key.name.substr(key.name.find('>') + 1)};
}

std::optional<std::string> member_in(std::string_view name, std::string_view before, std::string_view after) {
  if (name.size() <= before.size() + after.size() || !name.starts_with(before) || !name.ends_with(after)) {
    return std::nullopt;
  }
  return upper_snake(name.substr(before.size(), name.size() - before.size() - after.size()));
}

std::vector<std::string> split_for(const Key& key, std::string text) {
  if (!key.is_list || key.has_commas) return {std::move(text)};
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::size_t first = text.find_first_not_of(' ', begin);
    const std::size_t last = end == 0 ? std::string::npos : text.find_last_not_of(' ', end - 1);
    if (first < end && last != std::string::npos) parts.push_back(text.substr(first, last - first + 1));
    begin = end + 1;
  }
  return parts;
}

}  // namespace jackfield::config
