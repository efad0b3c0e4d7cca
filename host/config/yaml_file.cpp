#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <iterator>

#include "config/sources.hpp"

namespace jackfield::config {
namespace {

// A name that would not survive being joined by dots: "override[io.camunda:http-json:1]" and its like.
std::string joined(const std::string& path, const std::string& name) {
  if (path.empty()) return name;
  return name.starts_with('[') ? path + name : path + "." + name;
}

void walk(const YAML::Node& node, const std::string& path, std::vector<FileEntry>& entries) {
  const auto line = static_cast<std::size_t>(node.Mark().line + 1);
  if (node.IsNull()) return;
  if (node.IsMap()) {
    for (const auto& member : node) walk(member.second, joined(path, member.first.Scalar()), entries);
  } else if (node.IsScalar()) {
    entries.push_back({.path = path, .texts = {node.Scalar()}, .is_list = false, .line = line});
  } else if (node.size() > 0 && !node[0].IsScalar()) {
    for (std::size_t i = 0; i < node.size(); ++i) walk(node[i], fmt::format("{}[{}]", path, i), entries);
  } else {
    FileEntry list{.path = path, .texts = {}, .is_list = true, .line = line};
    for (const auto& item : node) list.texts.push_back(item.IsScalar() ? item.Scalar() : std::string());
    entries.push_back(std::move(list));
  }
}

bool is_for(const std::vector<FileEntry>& document, const std::vector<std::string>& profiles) {
  for (const FileEntry& entry : document) {
    if (entry.path != "spring.config.activate.on-profile") continue;
    return std::any_of(entry.texts.begin(), entry.texts.end(), [&](const std::string& wanted) {
      return std::find(profiles.begin(), profiles.end(), wanted) != profiles.end();
    });
  }
  return true;
}

}  // namespace

Result<std::vector<FileEntry>> yaml_entries(const std::filesystem::path& file,
                                            const std::vector<std::string>& profiles) {
  try {
    std::vector<FileEntry> all;
    for (const YAML::Node& document : YAML::LoadAllFromFile(file.string())) {
      std::vector<FileEntry> entries;
      walk(document, "", entries);
      if (is_for(entries, profiles)) std::move(entries.begin(), entries.end(), std::back_inserter(all));
    }
    return all;
  } catch (const YAML::BadFile&) {
    return Failure{Fault::NotFound, fmt::format("settings file {}: cannot be opened", file.string())};
  } catch (const YAML::Exception& error) {
    return Failure{Fault::InvalidInput,
                   fmt::format("settings file {}:{}: {}", file.string(), error.mark.line + 1, error.msg)};
  }
}

}  // namespace jackfield::config
