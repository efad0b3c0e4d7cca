#pragma once

// One golden case: a job, the world it meets, and what Camunda's Java runtime did with it.
//
// tests/conformance/golden/README.md describes the members. What the world and the answers look like inside stays JSON:
// only those who play or compare it look closer.

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/job.hpp"
#include "support/exact_json.hpp"

namespace jackfield::test::golden {

struct Case {
  std::string id;
  std::string group;
  std::string line;  // as it was written
  Json whole;        // as it is read

  // The members "compare" and so on; an empty object or null when there is none.
  const Json& member(std::string_view name) const;

  bool is_version_specific() const;

  // When to give up waiting for a command.
  std::chrono::milliseconds timeout() const;

  // How long to listen on after the last command.
  std::chrono::milliseconds settling() const;
};

// The cases of a file in their order; throws when it cannot be read.
std::vector<Case> load_cases(const std::filesystem::path& file);

// ${ECHO} and ${ECHO_HOST} stand for the HTTP server on that port: into a text that is played, out of one recorded.
std::string with_server(std::string text, int port);
std::string without_server(std::string text, int port);

// The case's job under this key, with the server's port filled in.
Job job_of(const Case& of, std::int64_t key, int server_port);

// The environment variables that secrets.json asks for.
std::map<std::string, std::string> secrets_in(const std::filesystem::path& file, int server_port);

// The answers of which one is to be given, each with its rules of comparison. They live as long as the case.
struct Expectation {
  const Json* answer;
  const Json* rules;
};
std::vector<Expectation> expectations(const Case& of);

}  // namespace jackfield::test::golden
