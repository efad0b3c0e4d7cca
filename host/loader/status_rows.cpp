#include "loader/status_rows.hpp"

namespace jackfield::loader {
namespace {

StatusBoard::Row row_of(const Generation& generation, std::string_view state, const std::string& error) {
  StatusBoard::Row row{.status = {}, .gate = generation.gate()};
  row.status.id = generation.manifest().id;
  row.status.version = generation.manifest().version;
  row.status.state = state;
  row.status.generation = generation.id();
  row.status.file = generation.candidate().source;
  row.status.sha256 = generation.candidate().staged.sha256;
  for (const auto& connector : generation.connectors()) row.status.types.push_back(connector->info().type);
  row.status.last_error = error;
  row.status.loaded_at = generation.loaded_at();
  row.runner = generation.runner();
  return row;
}

StatusBoard::Row row_of(const std::filesystem::path& file, const RejectedFile& rejected) {
  StatusBoard::Row row;
  row.status.id = rejected.id;
  row.status.version = rejected.version;
  row.status.state = rejected.code == ErrorCode::Quarantined ? "quarantined" : "rejected";
  row.status.error_at = rejected.at;
  row.status.file = file;
  row.status.sha256 = rejected.sha256;
  row.status.last_error = rejected.error;
  return row;
}

}  // namespace

const ServedPlugin* find_plugin(const ServedPlugins& plugins, const std::filesystem::path& file) {
  const ServedPlugin* found = nullptr;
  for (const auto& [id, plugin] : plugins) {
    if (plugin.file == file && (found == nullptr || plugin.active)) found = &plugin;
  }
  return found;
}

std::vector<StatusBoard::Row> status_rows(const ServedPlugins& plugins, const RejectedFiles& rejected,
                                          const RetiredGenerations& retired) {
  std::vector<StatusBoard::Row> rows;
  for (const auto& [id, plugin] : plugins) {
    if (!plugin.active) continue;
    rows.push_back(row_of(*plugin.active, plugin.last_error.empty() ? "active" : "degraded", plugin.last_error));
    rows.back().status.error_at = plugin.error_at;
    if (plugin.trial) rows.back().status.strikes = plugin.trial->strikes();
  }
  for (const auto& [file, why] : rejected) {
    const ServedPlugin* plugin = find_plugin(plugins, file);
    if (plugin == nullptr || !plugin->active) rows.push_back(row_of(file, why));
  }
  retired.visit([&](const Generation& generation, std::string_view state, const std::string& why) {
    rows.push_back(row_of(generation, state, why));
  });
  return rows;
}

}  // namespace jackfield::loader
