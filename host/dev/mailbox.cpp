#include "dev/mailbox.hpp"

#include <algorithm>

namespace jackfield::dev {
namespace {

constexpr milliseconds kLongest = std::chrono::hours(24 * 365);

template <typename One, typename Other>
bool fits(const One& one, const Other& other) {
  return one.name == other.name && one.correlation_key == other.correlation_key;
}

}  // namespace

void Mailbox::drop_old() {
  std::erase_if(kept_, [this](const Kept& kept) { return kept.until.remaining(clock_) == 0ms; });
}

bool Mailbox::holds(const PublishedMessage& like) {
  drop_old();
  return std::any_of(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    return !like.id.empty() && kept.message.id == like.id && fits(kept.message, like);
  });
}

std::vector<ProcessInstanceKey> Mailbox::publish(PublishedMessage message) {
  std::vector<ProcessInstanceKey> receivers;
  std::set<std::string> processes;
  for (const Waiting& waiting : waiting_) {
    if (fits(waiting, message) && processes.insert(waiting.bpmn_process_id).second) {
      receivers.push_back(waiting.instance);
    }
  }
  for (const ProcessInstanceKey receiver : receivers) forget(receiver);
  if (message.time_to_live > 0ms) {
    const Deadline until = Deadline::in(std::min(message.time_to_live, kLongest), clock_);
    kept_.push_back({std::move(message), until, std::move(processes)});
  }
  return receivers;
}

std::optional<ProcessInstanceKey> Mailbox::correlate(std::string_view name, std::string_view correlation_key) {
  const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
    return waiting.name == name && waiting.correlation_key == correlation_key;
  });
  if (found == waiting_.end()) return std::nullopt;
  const ProcessInstanceKey instance = found->instance;
  waiting_.erase(found);
  return instance;
}

std::optional<Variables> Mailbox::await(Waiting waiting) {
  drop_old();
  for (Kept& kept : kept_) {
    if (!fits(kept.message, waiting) || !kept.taken_by.insert(waiting.bpmn_process_id).second) continue;
    return kept.message.variables;
  }
  waiting_.push_back(std::move(waiting));
  return std::nullopt;
}

void Mailbox::forget(ProcessInstanceKey instance) {
  std::erase_if(waiting_, [instance](const Waiting& waiting) { return waiting.instance == instance; });
}

}  // namespace jackfield::dev
