#include "dev/takers.hpp"

#include <algorithm>
#include <utility>

namespace jackfield::dev {

std::size_t ActivatedJob::size() const noexcept {
  constexpr std::size_t kNumbersAndFraming = 128;
  return kNumbersAndFraming + type.text.size() + bpmn_process_id.size() + element_id.size() + worker.size() +
         custom_headers.size() + variables.size();
}

std::unique_ptr<Poll> Takers::take_poll(TakerId id) {
  for (auto& [type, polls] : polls_) {
    const auto found = std::find_if(polls.begin(), polls.end(), [&](const Poll& each) { return each.id == id; });
    if (found == polls.end()) continue;
    auto poll = std::make_unique<Poll>(std::move(*found));
    polls.erase(found);
    return poll;
  }
  return nullptr;
}

std::unique_ptr<Poll> Takers::take_first_poll(const JobType& type) {
  const auto polls = polls_.find(type);
  if (polls == polls_.end() || polls->second.empty()) return nullptr;
  auto poll = std::make_unique<Poll>(std::move(polls->second.front()));
  polls->second.pop_front();
  return poll;
}

void Takers::remove_stream(TakerId id) {
  for (auto& [type, streams] : streams_) {
    std::erase_if(streams, [&](const Stream& each) { return each.id == id; });
  }
}

const Stream* Takers::next_ready_stream(const JobType& type) {
  const auto found = streams_.find(type);
  if (found == streams_.end()) return nullptr;
  std::deque<Stream>& streams = found->second;
  const auto ready =
      std::find_if(streams.begin(), streams.end(), [](const Stream& each) { return each.sink->is_ready(); });
  if (ready == streams.end()) return nullptr;
  std::rotate(streams.begin(), ready + 1, streams.end());
  return &streams.back();
}

std::pair<std::vector<Poll>, std::vector<Stream>> Takers::take_all() {
  std::pair<std::vector<Poll>, std::vector<Stream>> all;
  for (auto& [type, polls] : std::exchange(polls_, {})) {
    std::move(polls.begin(), polls.end(), std::back_inserter(all.first));
  }
  for (auto& [type, streams] : std::exchange(streams_, {})) {
    std::move(streams.begin(), streams.end(), std::back_inserter(all.second));
  }
  return all;
}

}  // namespace jackfield::dev
