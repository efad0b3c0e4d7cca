#include "loader/plugin_configs.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace jackfield::loader {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNone = "{}";

}  // namespace

fs::path PluginConfigs::file_of(const std::string& plugin) const {
  if (folder_.empty()) return {};
  fs::path file = folder_ / (plugin + ".json");
  std::error_code ignored;
  return fs::exists(file, ignored) ? file : fs::path();
}

Result<std::string> PluginConfigs::of(const std::string& plugin) const {
  const fs::path path = file_of(plugin);
  if (path.empty()) return std::string(kNone);
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return Failure{Fault::Unavailable, fmt::format("its configuration {} cannot be read", path.string())};
  if (nlohmann::json::accept(text)) return text;
  return Failure{Fault::InvalidInput, fmt::format("its configuration {} is no JSON", path.string())};
}

std::map<std::string, std::string> PluginConfigs::looks() const {
  std::map<std::string, std::string> looks;
  if (folder_.empty()) return looks;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
    struct stat status{};
    if (entry.path().extension() != ".json" || ::stat(entry.path().c_str(), &status) != 0) continue;
    looks[entry.path().stem().string()] =
        fmt::format("{} {} {}.{}", status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
  }
  return looks;
}

std::vector<std::string> PluginConfigs::changed() {
  std::map<std::string, std::string> now = looks();
  std::vector<std::string> changed;
  for (const auto& [id, look] : now) {
    const auto before = seen_.find(id);
    if (before == seen_.end() || before->second != look) changed.push_back(id);
  }
  for (const auto& [id, look] : seen_) {
    if (!now.contains(id)) changed.push_back(id);
  }
  seen_ = std::move(now);
  if (!std::exchange(has_looked_, true)) changed.clear();
  return changed;
}

}  // namespace jackfield::loader
