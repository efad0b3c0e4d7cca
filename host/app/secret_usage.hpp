#pragma once

// Which secrets were asked for and where each was found. Never what they are.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/secret_providers.hpp"
#include "base/mutex.hpp"

namespace jackfield::app {

// Threads: any.
class SecretUsage {
 public:
  struct Use {
    std::string name;
    std::optional<std::string> origin;  // nothing: nobody has it
  };

  void note(std::string_view name, const std::optional<std::string>& origin);

  // In the order of their names.
  std::vector<Use> uses() const;

 private:
  mutable Mutex mutex_;
  std::map<std::string, std::optional<std::string>, std::less<>> origins_ JF_GUARDED_BY(mutex_);
};

// The same provider, which notes what it is asked for. `usage` outlives it.
std::unique_ptr<secrets::Provider> noting(std::unique_ptr<secrets::Provider> provider, std::string origin,
                                          SecretUsage& usage);

// What each provider of the chain of these settings is called, in its order.
std::vector<std::string> origins_of(const SecretSettings& settings);

}  // namespace jackfield::app
