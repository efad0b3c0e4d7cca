#pragma once

// What the bench remembers; shared by the bench and the tables it shows to the plugin.

#include <jackfield/gateway.h>
#include <jackfield/outbound.h>
#include <jackfield/services.h>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "check/bench.hpp"
#include "check/job_memory.hpp"

namespace jackfield::check {

inline constexpr jf_token kStopToken = 0x53544f50'43484543;

// Where a generation is in its life, which decides what of the host it may call.
enum class Phase { None, Creating, Alive, Stopped, Destroying };

struct BenchState {
  struct Op {
    std::unique_ptr<JobMemory> memory;
    std::optional<Answer> answer;
    bool is_admitted = false;
    bool is_cancelled = false;
  };

  struct Watch {
    int descriptor = -1;
    std::uint32_t events = 0;
    bool is_removed = false;
  };

  explicit BenchState(const Bench::Options& the_options) : options(the_options) {}

  jf_status complete(jf_op op, const jf_outcome* outcome);
  void fault(std::string what) {
    const std::lock_guard lock(mutex);
    if (faults.size() < 20) faults.push_back(std::move(what));
  }

  // Notes a call that comes when this generation must not make it.
  void note_call(std::string_view what);
  void note_stop(jf_token done);
  void keep_line(std::string line) {
    const std::lock_guard lock(mutex);
    if (log.size() < 1000) log.push_back(std::move(line));
  }
  void enter(Phase next) {
    const std::lock_guard lock(mutex);
    phase = next;
  }

  const Bench::Options options;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::map<jf_op, Op> ops;
  std::size_t open = 0;
  std::vector<std::string> faults;
  std::vector<std::string> log;
  jf_op last_op = 0x0001'0000'0000;
  bool is_stopped = false;
  Phase phase = Phase::None;
  std::vector<std::string> untimely_calls;
  std::map<std::string, std::string, std::less<>> kept;  // jf.host.state
  std::map<jf_token, Watch> watches;                     // jf.host.reactor
  jf_token last_watch = 0;

  // The table, and behind it what a newer host's would have.
  struct {
    jf_host host{};
    std::byte tail[256]{};
  } shown;

  // Ends first: its tasks use all of the above.
  ServiceThread services{[this](const std::string& thrown) { fault("a callback threw " + thrown); }};
};

inline std::string text_of(jf_str text) {
  return text.ptr == nullptr ? std::string() : std::string(text.ptr, text.len);
}

inline jf_str shown(std::string_view text) noexcept {
  return {text.data(), text.size()};
}

// The state behind a call of the plugin. `service` is what it calls; outside of the plugin's working life that is
// noted.
BenchState& calling(void* context, const char* service);

// The services that this bench offers; null for any other id. The second has those that move data.
const void* bench_extension(void* context, const char* id) noexcept;
const void* data_extension(std::string_view id) noexcept;

}  // namespace jackfield::check
