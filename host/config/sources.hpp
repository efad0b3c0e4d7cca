#pragma once

// The three places values come from. Each overwrites what a weaker one set.

#include <utility>

#include "config/document.hpp"

namespace jackfield::config {

Result<void> read_arguments(Table table, const std::vector<std::string>& arguments, Document& document);
Result<void> read_environment(Table table, const Environment& environment, Document& document);
Result<void> read_yaml(Table table, const std::filesystem::path& file, Document& document);

// Of a family's name: what stands before and after its member.
std::pair<std::string_view, std::string_view> around_member(const Key& key);

// The member in a name that begins and ends so, as it stands in variables.
std::optional<std::string> member_in(std::string_view name, std::string_view before, std::string_view after);

// Splits "a, b,c" into its parts when the key is a list.
std::vector<std::string> split_for(const Key& key, std::string text);

}  // namespace jackfield::config
