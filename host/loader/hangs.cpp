// What the registry does about calls that do not come back.
#include <fmt/format.h>

#include <algorithm>

#include "loader/plugin_registry.hpp"
#include "loader/stack_sample.hpp"

namespace jackfield::loader {
namespace {

// By its manifest, wherever its calls run by now.
bool is_async(const Generation& generation) {
  const auto& connectors = generation.connectors();
  return std::any_of(connectors.begin(), connectors.end(),
                     [](const auto& connector) { return connector->info().mode == ExecutionMode::Async; });
}

}  // namespace

void PluginRegistry::look_for_hangs() {
  const Watchdog::News news = watchdog_.look(with_.control.clock().now());
  stuck_threads_ = watchdog_.stuck();
  for (const Watchdog::Finding& finding : news.back) on_call_back(finding);
  for (const Watchdog::Finding& finding : news.stuck) on_call_stuck(finding);
}

void PluginRegistry::on_call_stuck(const Watchdog::Finding& finding) {
  const PluginCall& call = finding.running.call;
  const bool is_hang = finding.kind == Watchdog::Kind::Hang;
  with_.log.warn(
      is_hang ? "plugin hangs in a call that must not block" : "plugin keeps a thread after its job was given up",
      {{"code", text_of(ErrorCode::Hung)},
       {"plugin", call.tag->identity.plugin},
       {"version", call.tag->identity.version},
       {"function", call.function},
       {"job", call.job},
       {"for_ms", finding.inside},
       {"stack", sample_stack(finding.running.thread)}});
  if (is_hang && call.op != 0) with_.generations.ops.tell_hung({call.op});
  const auto found = find_active(call.tag->generation);
  if (found == plugins_.end()) return replace_thread(finding);  // one that drains, or was taken out before
  const std::string id = found->first;
  HangCount& hangs = found->second.hangs;
  for (const auto& connector : found->second.active->connectors()) connector->move_to_blocking();
  const bool hung_too_often = is_async(*found->second.active) && hangs.on_hang(with_.control.clock().now());
  const bool lost_too_many = hangs.on_lost_thread();
  if (!lost_too_many) replace_thread(finding);
  if (!hung_too_often && !lost_too_many) return on_strike(call.tag->generation, Strike::Hang);
  metrics_.strikes(id, name_of(Strike::Hang)).add();
  quarantine(id, hung_too_often ? "it hung three times within ten minutes" : "it keeps more threads than are replaced")
      .ignore("it is there, or was rolled back");
}

void PluginRegistry::on_call_back(const Watchdog::Finding& finding) {
  const PluginCall& call = finding.running.call;
  with_.log.info("plugin came back from a call after all",
                 {{"plugin", call.tag->identity.plugin}, {"function", call.function}, {"for_ms", finding.inside}});
  const auto found = find_active(call.tag->generation);
  if (found != plugins_.end()) found->second.hangs.on_thread_back();
  if (with_.threads != nullptr) with_.threads->took_back(call.may_block);
}

void PluginRegistry::replace_thread(const Watchdog::Finding& finding) {
  if (with_.threads != nullptr) with_.threads->lost(finding.running.call.may_block);
}

ServedPlugins::iterator PluginRegistry::find_active(GenerationId generation) {
  return std::find_if(plugins_.begin(), plugins_.end(), [&](const auto& entry) {
    return entry.second.active && entry.second.active->id() == generation;
  });
}

}  // namespace jackfield::loader
