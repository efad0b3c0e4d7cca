#include "secrets/scoped_name.hpp"

namespace jackfield::secrets {

std::string scoped_name(std::string_view prefix, const NameParts& parts, const Scope& scope, std::string_view name) {
  std::string whole(prefix);
  const auto add = [&whole](std::string_view part) { whole.append(part).push_back('_'); };
  if (parts.physical_tenant) add(scope.physical_tenant.empty() ? "default" : scope.physical_tenant);
  if (parts.tenant) add(scope.tenant_id);
  if (parts.process) add(scope.bpmn_process_id);
  return whole.append(name);
}

}  // namespace jackfield::secrets
