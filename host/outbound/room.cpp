#include "outbound/room.hpp"

namespace jackfield::outbound {
namespace {

metrics::Counter& executions(metrics::Registry& registry, std::string_view outcome) {
  return registry.counter("jackfield_executions_total", "executions by how they ended", {{"outcome", outcome}});
}

secrets::Scope scope_of(const Job& job) {
  return {.tenant_id = job.tenant_id, .bpmn_process_id = job.bpmn_process_id, .physical_tenant = {}};
}

}  // namespace

Metrics::Metrics(metrics::Registry& registry)
    : completed(executions(registry, "completed")),
      failed(executions(registry, "failed")),
      bpmn_errors(executions(registry, "bpmn_error")),
      unreported(executions(registry, "unreported")),
      busy(registry.counter("jackfield_executions_busy_total", "offers that a connector refused for the moment")) {}

Room::Room(Settings the_settings, Collaborators the_collaborators)
    : settings(std::move(the_settings)), with(std::move(the_collaborators)), metrics(with.metrics) {}

Result<std::string> Room::with_secrets(const Job& job, const secrets::AllowList& allowed) const {
  return with.secrets.replace(job.variables, scope_of(job), allowed);
}

Result<secrets::Masker> Room::masker(const Job& job, std::string_view raw_variables,
                                     const secrets::AllowList& allowed) const {
  if (!secrets::Secrets::mentions_any(raw_variables)) return secrets::Masker();
  return with.secrets.masker(raw_variables, scope_of(job), allowed);
}

}  // namespace jackfield::outbound
