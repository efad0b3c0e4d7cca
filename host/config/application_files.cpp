#include <algorithm>

#include "config/document.hpp"

namespace jackfield::config {
namespace {

using Path = std::filesystem::path;

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(",;"), text.size());
    std::string_view part = text.substr(0, end);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string_view value_in(const Environment& environment, std::string_view name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string_view() : found->second;
}

// "optional:file:/etc/x/" is /etc/x/.
Path location(std::string_view text) {
  for (const std::string_view prefix : {"optional:", "file:"}) {
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  }
  return text;
}

// Of each name in each place, what is there; later ones are stronger.
void append_files(std::vector<Path>& files, const std::vector<Path>& places, const std::string& name) {
  for (const Path& place : places) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(place, ignored)) {
      if (name == "application") files.push_back(place);
      continue;
    }
    for (const std::string_view kind : {".yml", ".yaml", ".properties"}) {
      const Path file = place / (name + std::string(kind));
      if (std::filesystem::is_regular_file(file, ignored)) files.push_back(file);
    }
  }
}

}  // namespace

std::vector<std::string> active_profiles(const Environment& environment) {
  return parts_of(value_in(environment, "SPRING_PROFILES_ACTIVE"));
}

std::vector<Path> application_files(const Environment& environment, const Path& folder) {
  std::vector<Path> places{folder, folder / "config"};
  if (const auto instead = parts_of(value_in(environment, "SPRING_CONFIG_LOCATION")); !instead.empty()) {
    places.clear();
    for (const std::string& text : instead) places.push_back(location(text));
  }
  for (const std::string& text : parts_of(value_in(environment, "SPRING_CONFIG_ADDITIONAL_LOCATION"))) {
    places.push_back(location(text));
  }
  std::vector<Path> files;
  append_files(files, places, "application");
  for (const std::string& profile : active_profiles(environment)) append_files(files, places, "application-" + profile);
  return files;
}

}  // namespace jackfield::config
