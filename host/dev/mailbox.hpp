#pragma once

// Messages that were published and who waits for one, as far as they have not met.
//
// A message goes to every process that waits for its name and correlation key, to one instance of each, and is kept for
// those that come before its time is over. One thread.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "dev/variables.hpp"

namespace jackfield::dev {

struct Waiting {
  std::string name;
  std::string correlation_key;
  std::string bpmn_process_id;
  ProcessInstanceKey instance;
};

struct PublishedMessage {
  std::int64_t key = 0;
  std::string name;
  std::string correlation_key;
  std::string id;  // empty: it has none
  Variables variables;
  milliseconds time_to_live{0};
};

class Mailbox {
 public:
  explicit Mailbox(const Clock& clock) noexcept : clock_(clock) {}

  // Whether a message of that name, correlation key and id, which is not empty, is still kept.
  bool holds(const PublishedMessage& like);

  // The instances that get the message, who wait no longer. It is kept for others until its time is over.
  std::vector<ProcessInstanceKey> publish(PublishedMessage message);

  // The instance that has waited longest, who waits no longer.
  std::optional<ProcessInstanceKey> correlate(std::string_view name, std::string_view correlation_key);

  // The variables of the oldest message that is kept and was not for this process yet; else it waits from now on.
  std::optional<Variables> await(Waiting waiting);

  // It waits no longer.
  void forget(ProcessInstanceKey instance);

 private:
  struct Kept {
    PublishedMessage message;
    Deadline until;
    std::set<std::string> taken_by;  // BPMN process ids
  };

  void drop_old();

  const Clock& clock_;
  std::vector<Kept> kept_;        // in the order in which they came
  std::vector<Waiting> waiting_;  // the same
};

}  // namespace jackfield::dev
