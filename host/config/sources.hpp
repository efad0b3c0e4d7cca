#pragma once

// The three places values come from. Each overwrites what a weaker one set.

#include <utility>

#include "config/document.hpp"

namespace jackfield::config {

Result<void> read_arguments(Table table, const std::vector<std::string>& arguments, Document& document);
Result<void> read_environment(Table table, const Environment& environment, Document& document);

// One setting of a file, by the path of its name: "worker.job-timeout" or "camunda.client.worker.defaults.timeout".
struct FileEntry {
  std::string path;
  std::vector<std::string> texts;
  bool is_list = false;
  std::size_t line = 0;
};
// Of several documents in a YAML file, those count that are for no profile (spring.config.activate.on-profile), or for
// one of these.
Result<std::vector<FileEntry>> yaml_entries(const std::filesystem::path& file,
                                            const std::vector<std::string>& profiles);
Result<std::vector<FileEntry>> properties_entries(const std::filesystem::path& file);

// Either kind, by the end of its name.
Result<void> read_file(Table table, const Environment& environment, const std::filesystem::path& file,
                       Document& document);

// With each ${…} replaced. A name that is not set, and has no text for that case, is a failure.
Result<std::string> expanded(std::string_view text, const Environment& environment);

// Of a family's name: what stands before and after its member.
std::pair<std::string_view, std::string_view> around_member(const Key& key);

// The member in a name that begins and ends so, as it stands in variables.
std::optional<std::string> member_in(std::string_view name, std::string_view before, std::string_view after);

// Splits "a, b,c" into its parts when the key is a list.
std::vector<std::string> split_for(const Key& key, std::string text);

}  // namespace jackfield::config
