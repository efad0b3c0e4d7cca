#pragma once

// The three places values come from. Each overwrites what a weaker one set.

#include "config/document.hpp"

namespace jackfield::config {

Result<void> read_arguments(Table table, const std::vector<std::string>& arguments, Document& document);
Result<void> read_environment(Table table, const Environment& environment, Document& document);
Result<void> read_yaml(Table table, const std::filesystem::path& file, Document& document);

// Splits "a, b,c" into its parts when the key is a list.
std::vector<std::string> split_for(const Key& key, std::string text);

}  // namespace jackfield::config
