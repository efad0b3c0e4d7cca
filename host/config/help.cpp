#include <fmt/format.h>

#include <iterator>

#include "config/document.hpp"

namespace jackfield::config {
namespace {

void append_key(std::string& text, const Key& key) {
  const auto out = std::back_inserter(text);
  if (key.argument.empty()) {
    fmt::format_to(out, "  {}\n", key.name);
  } else {
    const std::string value = key.is_flag ? fmt::format("[{}]", key.placeholder) : std::string(key.placeholder);
    fmt::format_to(out, "  {} {}{}\n", key.argument, value, key.is_list ? " …" : "");
  }
  fmt::format_to(out, "      {}", key.help);
  if (!key.fallback.empty()) fmt::format_to(out, " (default: {})", key.fallback);
  fmt::format_to(out, "\n      file: {}   environment: {}", key.name, variable_of(key));
  for (const std::string_view alias : key.aliases) fmt::format_to(out, ", {}", alias);
  text += '\n';
}

}  // namespace

std::string help(std::string_view usage, std::string_view summary, Table table) {
  std::string text = fmt::format("Usage: {}\n\n{}\n", usage, summary);
  if (!table.empty()) text += "\nSettings, strongest source first: argument, environment, file, default.\n\n";
  for (const Key& key : table) append_key(text, key);
  return text;
}

}  // namespace jackfield::config
