#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>

#include "config/names.hpp"
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

bool is_flag_word(std::string_view text) {
  static constexpr std::string_view kWords[] = {"true", "false", "on", "off", "yes", "no", "1", "0"};
  return std::find(std::begin(kWords), std::end(kWords), text) != std::end(kWords);
}

// A flag that stands alone gets its value: "--once" becomes "--once=true".
std::vector<std::string> with_flag_values(Table table, std::vector<std::string> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto key =
        std::find_if(table.begin(), table.end(), [&](const Key& it) { return it.argument == arguments[i]; });
    if (key == table.end() || !key->is_flag) continue;
    if (i + 1 == arguments.size() || !is_flag_word(arguments[i + 1])) arguments[i] += "=true";
  }
  return arguments;
}

// "--camunda.client.grpc-address=…", as the Java runtime takes it. False: nothing of that kind.
bool take_property(const Names& names, const std::string& argument, Document& document) {
  const std::size_t equals = argument.find('=');
  if (!argument.starts_with("--") || equals == std::string::npos) return false;
  const std::string name = argument.substr(2, equals - 2);
  const auto found = name.find('.') == std::string::npos ? std::nullopt : names.find(name);
  if (!found) return false;
  std::vector<std::string> texts = split_for(*found->key, argument.substr(equals + 1));
  if (!found->instead_of_old.empty()) {
    document.note({Note::Kind::OldName,
                   fmt::format("argument \"--{}\" is an old name of \"--{}\"", name, found->instead_of_old)});
  }
  Value value{found->key, std::move(texts), "--" + name, found->member};
  found->item ? document.set_item(std::move(value), *found->item) : document.set(std::move(value));
  return true;
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
  std::vector<std::string> reversed = with_flag_values(table, arguments);
  std::reverse(reversed.begin(), reversed.end());
  try {
    parser.parse(std::move(reversed));
  } catch (const CLI::Error& error) {
    return Failure{Fault::InvalidInput, error.what()};
  }
  const Names names(table);
  for (const std::string& rest : parser.remaining()) {
    if (!take_property(names, rest, document)) return unknown(table, rest);
  }

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
