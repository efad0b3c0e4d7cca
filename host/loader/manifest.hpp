#pragma once

// What a plugin says about itself, read from the JSON in its ELF note.
//
// Members that the format does not know are ignored (a newer plugin may have them); everything known is checked, and
// the failure names the place: `connectors[1].mode: expected "async" or "blocking", got "fast"`.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "loader/connector.hpp"

namespace jackfield::loader {

struct ConnectorManifest {
  enum class Direction { Outbound, Inbound };

  Direction direction = Direction::Outbound;
  std::string type;
  std::string name;
  ExecutionMode mode = ExecutionMode::Async;
  std::uint32_t max_concurrency = 0;
  std::vector<std::string> input_variables;
  std::vector<std::string> feel_pointers;
  std::string input_schema;  // name of a resource; empty: none
};

struct Manifest {
  enum class Isolation { Any, InProcess, Process };

  std::string id;
  std::string version;
  std::uint32_t abi_major = 0;
  std::uint32_t abi_minor_required = 0;
  bool stays_resident = false;  // its author says that it cannot be unmapped
  Isolation isolation = Isolation::Any;
  std::optional<milliseconds> drain_timeout;
  std::vector<std::string> required_services;
  std::vector<std::string> permissions;       // network and documents where it says nothing of them
  std::vector<ConnectorManifest> connectors;  // in the order of jf_job.connector
};

inline constexpr std::size_t kMaxManifestBytes = 256U << 10;

Result<Manifest> parse_manifest(std::string_view json);

}  // namespace jackfield::loader
