#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "config/document.hpp"

namespace jackfield::config {
namespace {

using Out = std::back_insert_iterator<std::string>;

std::string_view section_of(const Key& key) {
  return key.name.substr(0, key.name.find('.'));
}

// Of a cell in a table.
std::string escaped(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c == '|') plain += '\\';
    plain += c;
  }
  return plain;
}

std::string listed(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name);
  return text;
}

void append_key(std::string& text, const Key& key) {
  fmt::format_to(Out(text), "### `{}`\n\n{}.\n\n", key.name, key.help);
  const std::string fallback = key.fallback.empty() ? "unset" : fmt::format("`{}`", key.fallback);
  fmt::format_to(Out(text), "| | |\n| --- | --- |\n| value | {}{} |\n| default | {} |\n| environment | `{}` |\n",
                 escaped(key.placeholder), key.is_list ? " …" : "", fallback, variable_of(key));
  if (!key.argument.empty()) fmt::format_to(Out(text), "| argument | `{}` |\n", key.argument);
  if (!key.properties.empty()) fmt::format_to(Out(text), "| Java runtime | {} |\n", listed(key.properties));
  if (!key.aliases.empty()) fmt::format_to(Out(text), "| also read | {} |\n", listed(key.aliases));
  if (!key.old_names.empty()) fmt::format_to(Out(text), "| old names | {} |\n", listed(key.old_names));
  text += '\n';
}

}  // namespace

std::string reference(Table table) {
  std::vector<std::string_view> sections;
  for (const Key& key : table) {
    if (std::find(sections.begin(), sections.end(), section_of(key)) == sections.end()) {
      sections.push_back(section_of(key));
    }
  }
  std::string text;
  for (const std::string_view section : sections) {
    fmt::format_to(Out(text), "## {}\n\n", section);
    for (const Key& key : table) {
      if (section_of(key) == section) append_key(text, key);
    }
  }
  return text;
}

}  // namespace jackfield::config
