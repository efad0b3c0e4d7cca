#include "app/settings_binding.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

namespace jackfield::app {
namespace {

// Java writes such words in capitals.
bool is_same_word(std::string_view lower, std::string_view word) {
  return std::equal(lower.begin(), lower.end(), word.begin(), word.end(),
                    [](char l, char w) { return l == (w >= 'A' && w <= 'Z' ? w - 'A' + 'a' : w); });
}

template <typename Choice, std::size_t N>
Result<void> assign_choice(Choice& target, const config::Value& value,
                           const std::array<std::pair<std::string_view, Choice>, N>& choices) {
  std::string expected;
  for (const auto& [name, choice] : choices) {
    if (is_same_word(name, value.text())) {
      target = choice;
      return {};
    }
    expected += expected.empty() ? std::string(name) : fmt::format(", {}", name);
  }
  return Failure{Fault::InvalidInput, fmt::format("setting \"{}\" from {}: expected one of {}, got \"{}\"",
                                                  value.key->name, value.origin, expected, value.text())};
}

}  // namespace

Result<void> assign_level(log::Level& target, const config::Value& value) {
  using log::Level;
  static constexpr std::array<std::pair<std::string_view, Level>, 6> kLevels{{{"trace", Level::Trace},
                                                                              {"debug", Level::Debug},
                                                                              {"info", Level::Info},
                                                                              {"warn", Level::Warn},
                                                                              {"error", Level::Error},
                                                                              {"off", Level::Off}}};
  return assign_choice(target, value, kLevels);
}

Result<void> assign_format(log::Format& target, const config::Value& value) {
  using log::Format;
  static constexpr std::array<std::pair<std::string_view, Format>, 2> kFormats{
      {{"logfmt", Format::Logfmt}, {"json", Format::Json}}};
  return assign_choice(target, value, kFormats);
}

Result<config::Document> read_settings(config::Table table, const Arguments& arguments, Files files) {
  config::Sources sources{table, arguments, config::process_environment()};
  if (files == Files::Application) {
    sources.files = config::application_files(sources.environment, std::filesystem::current_path());
  }
  Result<config::Document> document = config::read(sources);
  if (!document || !document->at("config").is_set()) return document;
  sources.files.emplace_back(document->at("config").text());
  return config::read(sources);
}

bool asks_for_help(const Arguments& arguments) {
  return std::any_of(arguments.begin(), arguments.end(),
                     [](const std::string& argument) { return argument == "--help" || argument == "-h"; });
}

int cannot_start(std::string_view verb, const Failure& failure) {
  fmt::print(stderr, "jackfield {}: cannot start: {}\n", verb, failure.message);
  return kCannotStart;
}

}  // namespace jackfield::app
