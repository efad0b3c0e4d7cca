#pragma once

// One plugin's host as the plugin sees it, with executors and a clock that the test moves by hand.

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/loop.hpp"
#include "documents/documents.hpp"
#include "jackfield/gateway.h"
#include "jackfield/outbound.h"
#include "jackfield/services.h"
#include "net/http_client.hpp"
#include "secrets/redactor.hpp"
#include "services/services.hpp"
#include "services/text.hpp"
#include "support/inline_executor.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::services {

// An engine that answers when the test does.
class FakeMessages final : public MessagePort {
 public:
  struct Call {
    Message message;
    bool is_correlation;
    Deadline by;
    Done done;
  };

  void publish(Message message, Deadline by, Done done) override {
    calls.push_back({std::move(message), false, by, std::move(done)});
  }
  void correlate(Message message, Deadline by, Done done) override {
    calls.push_back({std::move(message), true, by, std::move(done)});
  }

  std::vector<Call> calls;
};

// What a sink was given.
struct TakenSink {
  std::string written;
  std::string reason;
  jf_sink abi{this,
              [](void* self, const jf_error* error) {
                static_cast<TakenSink*>(self)->reason = std::string(view(error->message));
              },
              [](void* self, const void* data, std::size_t size) {
                static_cast<TakenSink*>(self)->written.append(static_cast<const char*>(data), size);
              }};
};

// Remembers the answers; ops from 100 are stale.
class RecordingPorts : public OpPort, public LifecyclePort {
 public:
  std::int32_t complete(std::uint64_t op, const jf_outcome& outcome,
                        std::optional<milliseconds> least_backoff) noexcept override {
    if (op >= 100) return JF_ERR_STALE;
    answers.emplace_back(op, outcome.kind);
    messages.emplace_back(view(outcome.message));
    variables.emplace_back(view(outcome.variables_json));
    results.emplace_back(view(outcome.json));
    least_backoffs.push_back(least_backoff);
    return JF_OK;
  }
  bool is_cancelled(std::uint64_t op) noexcept override { return cancelled.contains(op); }
  std::int32_t extend(std::uint64_t op, std::uint64_t more_ms) noexcept override {
    if (op >= 100) return JF_ERR_STALE;
    extended.emplace_back(op, more_ms);
    return JF_OK;
  }
  void stopped(std::uint64_t token) noexcept override { stops.push_back(token); }
  void request_restart(std::string_view reason) noexcept override { restarts.emplace_back(reason); }

  std::vector<std::pair<std::uint64_t, std::uint32_t>> answers;
  std::vector<std::optional<milliseconds>> least_backoffs;  // of the answers, as all texts below
  std::vector<std::string> messages, variables, results;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> extended;  // op, milliseconds
  std::set<std::uint64_t> cancelled;
  std::vector<std::uint64_t> stops;
  std::vector<std::string> restarts;
};

class ServicesFixture : public testing::Test {
 protected:
  ServicesFixture() { loop.start(); }

  template <typename Table>
  const Table& table(const char* id) {
    return *static_cast<const Table*>(abi().get_extension(ctx(), id));
  }

  const jf_host& abi() const { return host->abi(); }
  void* ctx() const { return abi().ctx; }

  test::InlineExecutor executor;
  test::InlineExecutor blocking;
  test::ManualClock clock;
  log::Log log{{.level = log::Level::Off}};
  metrics::Registry metrics;
  Loop loop{system_clock()};
  test::InlineExecutor http_answers;
  net::HttpClient http{
      {}, {.loop = loop, .answers = http_answers, .clock = system_clock(), .log = log, .metrics = metrics}};
  documents::Documents documents{{.store = documents::StoreKind::InMemory}, {.executor = executor, .clock = clock}};
  secrets::Redactor redactor;
  std::map<std::string, std::string, std::less<>> known_secrets;
  FakeMessages messages;

  Collaborators collaborators() {
    return {.http = http,
            .documents = documents,
            .timers = clock,
            .executor = executor,
            .blocking = blocking,
            .clock = clock,
            .log = log,
            .metrics = metrics,
            .host_version = "1.2.3",
            .loop = &loop,
            .find_secret = [this](std::string_view name) { return find_secret(name); },
            .redactor = &redactor,
            .messages = &messages};
  }

  Result<std::optional<SecretText>> find_secret(std::string_view name) const {
    if (name == "BROKEN") return Failure{Fault::Unavailable, "the safe is locked"};
    const auto found = known_secrets.find(name);
    if (found == known_secrets.end()) return std::optional<SecretText>();
    return std::optional<SecretText>(SecretText(found->second));
  }

  Services services{collaborators()};
  RecordingPorts ports;
  std::unique_ptr<PluginHost> host =
      services.make_host({.id = "p",
                          .version = "1",
                          .generation = 3,
                          .permissions = {"network", "documents", "secrets.resolve", "gateway"}},
                         ports, ports);
};

}  // namespace jackfield::services
