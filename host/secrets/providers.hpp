#pragma once

// Where secrets come from.
//
//   chain.push_back(environment_provider({.prefix = "SECRET_"}, variables, log));
//   Secrets secrets(std::move(chain));
//
// Whose secret it is can be made part of its name, in this order: physical tenant ("default" if there is none), tenant,
// process, name, joined by "_". There is no way back to a less specific name: what is not there for this tenant is not
// there.

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "log/log.hpp"
#include "secrets/secrets.hpp"

namespace jackfield::secrets {

struct NameParts {
  bool physical_tenant = false;
  bool tenant = false;
  bool process = false;
};

struct EnvironmentSettings {
  std::string prefix = "SECRET_";  // blank: every variable is a secret
  NameParts parts;
};

using Variables = std::map<std::string, std::string, std::less<>>;

// Of variables as they were at start. A name is tried as it is, with "_" for dots, for dashes and for both, and then
// all that in capitals. Warns once when everything is a secret, and once per name that only exists without the prefix.
std::unique_ptr<Provider> environment_provider(EnvironmentSettings settings, const Variables& variables,
                                               log::Logger log);

struct FileSettings {
  std::filesystem::path path;
  NameParts parts;                   // names have no prefix here
  milliseconds check_interval = 1s;  // at most so often it is looked whether something changed
};

// Both are read when made, which fails if it cannot be done, and again when they have changed; the caller of find()
// does that, so they belong on local disks. If reading again fails the old values stay, and one line tells so.
//
// One file per secret, named like it, as Kubernetes mounts them and systemd hands over credentials: names that begin
// with ".." and folders are left out. The content as it is without one newline at its end, at most 1 MiB.
Result<std::unique_ptr<Provider>> folder_provider(FileSettings settings, const Clock& clock, log::Logger log);

// A file of lines NAME=VALUE; see env_file.hpp for what may be written.
Result<std::unique_ptr<Provider>> env_file_provider(FileSettings settings, const Clock& clock, log::Logger log);

}  // namespace jackfield::secrets
