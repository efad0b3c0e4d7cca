#include "app/operator_commands.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace jackfield::app {
namespace {

using nlohmann::json;

std::string text_of(const json& answer) {
  return answer.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string failed(const std::string& why) {
  return text_of({{"failed", why}});
}

std::string iso(WallTime time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(
                         std::chrono::time_point_cast<std::chrono::system_clock::duration>(time))));
}

// "JFP-0110 create failed: …" in its parts; null: there is none.
json error_of(const loader::PluginStatus& status) {
  if (status.last_error.empty()) return nullptr;
  const std::size_t space = status.last_error.find(' ');
  const bool has_code = status.last_error.starts_with("JFP-") && space != std::string::npos;
  json error{{"code", has_code ? status.last_error.substr(0, space) : ""},
             {"message", has_code ? status.last_error.substr(space + 1) : status.last_error},
             {"file", status.file.string()}};
  if (status.error_at != WallTime()) error["at"] = iso(status.error_at);
  return error;
}

void add_runner(const loader::PluginStatus& status, json& row) {
  row["isolation"] = status.runner ? "process" : "in-process";
  if (!status.runner) return;
  row["pid"] = status.runner->pid;
  row["restarts"] = status.runner->restarts;
  row["lastEnd"] = status.runner->last_reason;
}

json row_of(const loader::PluginStatus& status) {
  json types = json::array();
  for (const JobType& type : status.types) types.push_back(type.text);
  json row{{"id", status.id},
           {"version", status.version},
           {"state", status.state},
           {"generation", status.generation.value},
           {"file", status.file.string()},
           {"sha256", status.sha256},
           {"types", std::move(types)},
           {"inFlight", status.in_flight},
           {"strikes", status.strikes},
           {"lastError", status.last_error},
           {"error", error_of(status)}};
  if (status.loaded_at != WallTime()) row["loadedAt"] = iso(status.loaded_at);
  if (status.generation.value != 0) add_runner(status, row);
  return row;
}

loader::Loader::Done told(UniqueFunction<void(std::string)> done) {
  return [done = std::move(done)](Result<std::string> result) mutable {
    done(result ? text_of({{"said", *result}}) : failed(result.failure().message));
  };
}

}  // namespace

std::string plugins_as_json(const loader::Loader& loader) {
  json rows = json::array();
  for (const loader::PluginStatus& status : loader.plugins()) rows.push_back(row_of(status));
  return text_of({{"plugins", std::move(rows)}});
}

void run_operator_command(const std::string& request, loader::Loader& loader, UniqueFunction<void(std::string)> done) {
  const json wish = json::parse(request, nullptr, false);
  if (!wish.is_object() || !wish.contains("do") || !wish["do"].is_string()) {
    return done(failed("expected an object with \"do\""));
  }
  const std::string what = wish["do"].get<std::string>();
  if (what == "plugins") return done(plugins_as_json(loader));
  const auto plugin = wish.find("plugin");
  if (plugin == wish.end() || !plugin->is_string()) return done(failed("expected \"plugin\" with an id"));
  if (what == "rollback") return loader.roll_back(plugin->get<std::string>(), told(std::move(done)));
  if (what == "reload") return loader.reload(plugin->get<std::string>(), told(std::move(done)));
  if (what == "quarantine") return loader.quarantine(plugin->get<std::string>(), told(std::move(done)));
  if (what == "clear") return loader.clear(plugin->get<std::string>(), told(std::move(done)));
  done(failed(fmt::format("\"{}\" is nothing a host can do", what)));
}

}  // namespace jackfield::app
