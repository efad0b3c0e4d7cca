#include "app/operator_commands.hpp"

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

json row_of(const loader::PluginStatus& status) {
  json types = json::array();
  for (const JobType& type : status.types) types.push_back(type.text);
  return {{"id", status.id},
          {"version", status.version},
          {"state", status.state},
          {"generation", status.generation.value},
          {"file", status.file.string()},
          {"sha256", status.sha256},
          {"types", std::move(types)},
          {"inFlight", status.in_flight},
          {"strikes", status.strikes},
          {"lastError", status.last_error}};
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
