#include "loader/watchdog.hpp"

#include <algorithm>

namespace jackfield::loader {
namespace {

Watchdog::Kind kind_of(const RunningCall& running) {
  return running.call.may_block ? Watchdog::Kind::LostThread : Watchdog::Kind::Hang;
}

}  // namespace

bool Watchdog::is_stuck(const Seen& seen, TimePoint now) const {
  if (seen.running.call.may_block) return seen.running.call.op != 0 && ops_.is_orphaned({seen.running.call.op});
  return now - seen.since >= limit_;
}

Watchdog::News Watchdog::look(TimePoint now) {
  ++looks_;
  visit_running_calls([&](const RunningCall& running) {
    const Key key{running.thread, running.number};
    seen_.try_emplace(key, Seen{.running = running, .since = now}).first->second.last_look = looks_;
  });
  News news;
  for (auto entry = seen_.begin(); entry != seen_.end();) {
    Seen& seen = entry->second;
    const Finding finding{kind_of(seen.running), seen.running, now - seen.since};
    if (seen.last_look != looks_) {
      if (seen.is_reported) news.back.push_back(finding);
      entry = seen_.erase(entry);
      continue;
    }
    if (!seen.is_reported && is_stuck(seen, now)) {
      seen.is_reported = true;
      news.stuck.push_back(finding);
    }
    ++entry;
  }
  return news;
}

std::size_t Watchdog::stuck() const {
  return static_cast<std::size_t>(
      std::count_if(seen_.begin(), seen_.end(), [](const auto& entry) { return entry.second.is_reported; }));
}

}  // namespace jackfield::loader
