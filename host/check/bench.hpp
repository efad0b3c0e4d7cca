#pragma once

// A host around one generation of the checked plugin, which watches closely.
//
//   Bench bench(subject.entry(), {});
//   if (auto why = bench.create("{}")) return fail(*why);
//   …
//
// Threads  execute and cancel from any; create, start, stop and destroy from one. The plugin's callbacks come on a
//          thread of the bench.
// Owns     the jobs' memory, until they are answered. Destroying it stops and destroys what still lives; what does not
//          stop is left as it is.

#include <jackfield/outbound.h>
#include <jackfield/plugin.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "check/service_thread.hpp"

namespace jackfield::check {

struct BenchState;
struct Sample;

struct Answer {
  std::uint32_t kind = 0;
  std::string json, code, message, variables;
};

class Bench {
 public:
  struct Options {
    std::uint32_t flags = JF_HOST_CHECKER;
    milliseconds http_time = 1ms;  // until an answer comes
    bool has_services = true;      // false: only ops and lifecycle
    bool is_newer_host = false;    // tables are longer than this host's, with other bytes behind
    bool unmaps_jobs = false;      // the memory of a job becomes unreadable when it is answered
  };

  Bench(const jf_plugin_entry& entry, Options options);
  ~Bench();
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  // What went wrong, in words; nothing: it worked.
  std::optional<std::string> create(std::string_view config = "{}");
  std::optional<std::string> start();
  std::optional<std::string> make() {  // both
    auto wrong = create();
    return wrong ? wrong : start();
  }
  bool stop(milliseconds patience = 10s);  // false: it did not say within that time that it stopped
  void destroy();

  const jf_plugin& plugin() const noexcept { return *plugin_; }

  // Offers a job. The op it has from now on; the status it was met with in `status`.
  struct Offered {
    jf_op op = 0;
    jf_status status = JF_OK;
    std::string thrown;
    nanoseconds took{};
  };
  Offered execute(const Sample& sample, milliseconds time = 30s);
  std::string cancel(jf_op op, std::uint32_t reason);  // what it threw

  // Waits for every accepted op; false: some are open after `time`.
  bool wait_for_all(milliseconds time);
  std::size_t open_ops() const;
  std::optional<Answer> answer_of(jf_op op) const;

  // Protocol faults seen so far: answers to ops that are not open, unusable answers.
  std::vector<std::string> faults() const;
  std::vector<std::string> log_lines() const;

  // What the plugin called at a time when it must not, such as "jf.host.timer/1 in destroy".
  std::vector<std::string> untimely_calls() const;

 private:
  const Options options_;
  const jf_plugin_entry& entry_;
  std::unique_ptr<BenchState> state_;
  const jf_plugin* plugin_ = nullptr;
  const jf_outbound* outbound_ = nullptr;
  bool is_started_ = false;
  bool is_lost_ = false;  // it was told to stop and did not
};

}  // namespace jackfield::check
