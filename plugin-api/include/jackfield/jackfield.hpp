#pragma once

// The C++ SDK for plugin authors, C++17, header-only. docs/plugin-authors.md shows how to use it.
//
// Derive from jf::outbound_connector, answer each job through its jf::op, and name the class in JF_PLUGIN. Exceptions
// never cross to the host: each one that leaves your code becomes the failure of the job it belongs to.
// Include jackfield_json.hpp instead to have JSON values by nlohmann/json.

#include "jackfield/sdk/cancel_registry.hpp"
#include "jackfield/sdk/connector.hpp"
#include "jackfield/sdk/entry.hpp"
#include "jackfield/sdk/error.hpp"
