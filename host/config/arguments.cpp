#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "config/nearest.hpp"
#include "config/sources.hpp"

namespace jackfield::config {
namespace {

bool is_option(const Key& key) {
  return key.argument.starts_with("-");
}

Failure unknown(Table table, const std::string& argument) {
  std::vector<std::string> known{"--help"};
  for (const Key& key : table) {
    if (is_option(key)) known.emplace_back(key.argument);
  }
  const std::string name = argument.substr(0, argument.find('='));
  return {Fault::InvalidInput, fmt::format("unknown argument \"{}\"{}", name, suggestion(name, known))};
}

}  // namespace

Result<void> read_arguments(Table table, const std::vector<std::string>& arguments, Document& document) {
  CLI::App parser;
  parser.set_help_flag();
  parser.allow_extras();
  std::map<const Key*, std::vector<std::string>> given;
  for (const Key& key : table) {
    if (key.argument.empty()) continue;
    CLI::Option* option = parser.add_option(std::string(key.argument), given[&key]);
    // One value per occurrence, so that a positional after an option is not swallowed by it.
    if (is_option(key)) option->expected(1)->take_all()->allow_extra_args(false);
    if (!is_option(key) && key.is_list) option->expected(1, CLI::detail::expected_max_vector_size);
  }
  try {
    parser.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::Error& error) {
    return Failure{Fault::InvalidInput, error.what()};
  }
  if (const std::vector<std::string> rest = parser.remaining(); !rest.empty()) return unknown(table, rest.front());

  for (auto& [key, texts] : given) {
    if (texts.empty()) continue;
    Value value{key, {}, std::string(key->argument)};
    for (std::string& text : texts) {
      if (!key->is_list) value.texts.clear();
      for (std::string& part : split_for(*key, std::move(text))) value.texts.push_back(std::move(part));
    }
    document.set(std::move(value));
  }
  return {};
}

}  // namespace jackfield::config
