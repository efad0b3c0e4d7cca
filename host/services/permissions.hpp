#pragma once

// What a plugin's manifest lets it ask for, and a line in the log for what it does not. Threads: any.

#include <set>
#include <string>
#include <string_view>

#include "base/mutex.hpp"
#include "log/log.hpp"
#include "services/services.hpp"

namespace jackfield::services {

inline constexpr std::string_view kNetworkPermission = "network";
inline constexpr std::string_view kDocumentsPermission = "documents";
inline constexpr std::string_view kGatewayPermission = "gateway";
inline constexpr std::string_view kResolvePermission = "secrets.resolve";

class Permissions {
 public:
  Permissions(const Plugin& plugin, log::Logger log);

  // Whether `what` may be used, which needs this permission; empty: none. A refusal is logged the first time.
  bool allow(std::string_view permission, std::string_view what);

 private:
  const std::string plugin_;
  const std::set<std::string, std::less<>> granted_;
  const log::Logger log_;

  Mutex mutex_;
  std::set<std::string, std::less<>> told_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::services
