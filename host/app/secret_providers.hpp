#pragma once

// Where the secrets of `jackfield run` come from: the environment first, then folders, then files, in their order.

#include <filesystem>
#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/document.hpp"
#include "log/log.hpp"
#include "secrets/filter.hpp"
#include "secrets/providers.hpp"

namespace jackfield::app {

struct SecretSettings {
  bool from_environment = true;
  std::string environment_prefix = "SECRET_";
  bool from_systemd = false;  // the folder of credentials that systemd made for this service
  std::vector<std::filesystem::path> folders;
  std::vector<std::filesystem::path> files;
  secrets::NameParts parts;
  milliseconds check_interval = 1s;  // how often folders and files are looked at
  secrets::FilterSettings filter;
};

using SecretChain = std::vector<std::unique_ptr<secrets::Provider>>;

// Fails when a folder or file cannot be read. The providers borrow the clock.
Result<SecretChain> make_secret_chain(const SecretSettings& settings, const config::Environment& environment,
                                      const Clock& clock, log::Logger log);

}  // namespace jackfield::app
