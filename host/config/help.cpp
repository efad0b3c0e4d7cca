#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "config/document.hpp"

namespace jackfield::config {
namespace {

constexpr std::size_t kWidth = 110;
constexpr std::string_view kIndent = "      ";

// Words after one another, on lines of a readable width.
void append_wrapped(std::string& text, const std::vector<std::string>& words) {
  std::size_t column = kWidth;
  for (const std::string& word : words) {
    if (column + 1 + word.size() > kWidth) {
      if (column != kWidth) text += '\n';
      text += kIndent;
      column = kIndent.size();
    } else {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
  }
  text += '\n';
}

std::vector<std::string> words_of(std::string_view sentence) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < sentence.size();) {
    const std::size_t end = std::min(sentence.find(' ', begin), sentence.size());
    if (end != begin) words.emplace_back(sentence.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::vector<std::string> names_of(const Key& key) {
  std::vector<std::string> names{"environment:", variable_of(key)};
  for (const std::string_view alias : key.aliases) {
    names.back() += ',';
    names.emplace_back(alias);
  }
  return names;
}

std::vector<std::string> properties_of(const Key& key) {
  std::vector<std::string> names{"Java runtime:"};
  for (const std::string_view property : key.properties) {
    if (names.size() > 1) names.back() += ',';
    names.emplace_back(property);
  }
  return names;
}

void append_key(std::string& text, const Key& key) {
  const auto out = std::back_inserter(text);
  const std::string value = key.is_flag ? fmt::format("[{}]", key.placeholder) : std::string(key.placeholder);
  const std::string argument = key.argument.starts_with('-') ? fmt::format("{} {}", key.argument, value) : value;
  fmt::format_to(out, "  {}{}\n", key.argument.empty() ? std::string("(no argument)") : argument,
                 key.is_list ? " …" : "");
  std::vector<std::string> help = words_of(key.help);
  if (!key.fallback.empty()) help.push_back(fmt::format("(default: {})", key.fallback));
  append_wrapped(text, help);
  append_wrapped(text, {fmt::format("file: {}", key.name)});
  append_wrapped(text, names_of(key));
  if (!key.properties.empty()) append_wrapped(text, properties_of(key));
}

}  // namespace

std::string help(std::string_view usage, std::string_view summary, Table table) {
  std::string text = fmt::format("Usage: {}\n\n{}\n", usage, summary);
  if (!table.empty()) text += "\nSettings, strongest source first: argument, environment, file, default.\n\n";
  for (const Key& key : table) append_key(text, key);
  return text;
}

}  // namespace jackfield::config
