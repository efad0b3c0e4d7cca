#include "services/permissions.hpp"

namespace jackfield::services {

Permissions::Permissions(const Plugin& plugin, log::Logger log)
    : plugin_(plugin.id), granted_(plugin.permissions.begin(), plugin.permissions.end()), log_(log) {}

bool Permissions::allow(std::string_view permission, std::string_view what) {
  if (permission.empty() || granted_.contains(permission)) return true;
  {
    MutexLock lock(mutex_);
    if (!told_.emplace(what).second) return false;
  }
  log_.warn("plugin asked for what its manifest has no permission for",
            {{"plugin", plugin_}, {"service", what}, {"permission", permission}});
  return false;
}

}  // namespace jackfield::services
