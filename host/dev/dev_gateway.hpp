#pragma once

// An embedded, single-node, Zeebe-compatible gateway with a small BPMN engine, for laptops and tests. Nothing is kept
// on disk and nobody is asked who they are: never for production. It listens on loopback unless told otherwise.
//
//   auto gateway = dev::DevGateway::start({.listen = "127.0.0.1:0"}, log.room("dev"));
//   (*gateway)->deploy(files);                                 // or through gRPC, with any Zeebe client
//   auto instance = (*gateway)->create_instance("quickstart", R"({"item": "tea"})");
//   auto end = (*gateway)->wait_for(*instance, Deadline::in(10s, system_clock()));
//
// It runs start events, service tasks, waits for messages in sequence and end events, with input and output mappings,
// headers and retries; a process with anything else is refused at deployment, by kind and id.
//
// Life     start, destroy. The destructor ends every open call with UNAVAILABLE and waits for its threads.
// Threads  every method from any thread but gRPC's; wait_for blocks the caller, the others for moments.
// Faults   start: InvalidInput or Unavailable (address taken). Commands: as the engine rejects them.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "log/log.hpp"

namespace jackfield::dev {

struct Settings {
  // Behaviour
  std::string listen = "127.0.0.1:26500";  // host:port; port 0 takes a free one
  std::string rest_listen;                 // the same for REST, which has messages alone; empty: not served
  milliseconds long_poll = 10s;            // how long an empty activation waits that names no time itself
  milliseconds result_timeout = 15s;       // the same for creations that wait for the result
  // Performance
  std::size_t max_message_size = 4 * 1024 * 1024;  // bytes of one message; larger batches are split
};

// For --help and the first log line.
inline constexpr std::string_view kPurpose = "for development and tests only: no storage, no authentication";

// A BPMN file; the name's ending tells what it is.
struct File {
  std::string name;
  std::string content;
};

// Where an instance stands once it moves no more by itself.
struct Standstill {
  enum class Kind { Completed, Incident, Cancelled };

  Kind kind = Kind::Completed;
  std::string variables;         // JSON object: those of the process instance
  std::string incident_type;     // such as "JOB_NO_RETRIES"
  std::string incident_message;  // what the worker or the engine said
  std::int64_t incident_key = 0;
};

class DevGateway {
 public:
  static Result<std::unique_ptr<DevGateway>> start(const Settings& settings, log::Logger log);
  ~DevGateway();

  // Where it listens, with the port it got.
  const std::string& address() const noexcept;
  // Such as "http://127.0.0.1:8080"; empty without REST.
  std::string rest_address() const;

  // All or nothing. Answers with the ids of the deployed processes.
  Result<std::vector<std::string>> deploy(std::vector<File> files);

  // Starts the newest version. Variables are JSON object text, or empty.
  Result<ProcessInstanceKey> create_instance(std::string bpmn_process_id, std::string variables);

  // The next time that the instance, which this object created, completes, is cancelled or meets an incident. Each is
  // told once, also when it has happened before the call. DeadlineExceeded: it is still on its way.
  Result<Standstill> wait_for(ProcessInstanceKey instance, Deadline by);

 private:
  class Impl;
  explicit DevGateway(std::unique_ptr<Impl> impl) noexcept;

  std::unique_ptr<Impl> impl_;
};

}  // namespace jackfield::dev
