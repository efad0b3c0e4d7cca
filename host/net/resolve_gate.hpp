#pragma once

// Bounds how many host names are looked up at a time, and looks up each name once for all who wait for it.
//
// libcurl spends a thread per lookup and cannot stop one. So the first request for an unknown host leads: it takes one
// of the slots; others for that host wait for its answer. A name found counts as known for a while, which is shorter
// than libcurl's own memory of it.
//
// Threads: one, the loop's.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"

namespace jackfield::net {

class ResolveGate {
 public:
  using RequestId = std::uint64_t;
  enum class Entry { Known, Lead, Wait };

  ResolveGate(std::size_t slots, milliseconds known_for) noexcept : free_slots_(slots), known_for_(known_for) {}

  // Known and Lead may go on; a leader's end must be told with one of the next three.
  Entry enter(RequestId id, const std::string& host, TimePoint now);

  // The leader's lookup ended. Returns those who waited for it: they may go on, or share its failure.
  std::vector<RequestId> found(const std::string& host, TimePoint now);
  std::vector<RequestId> not_found(const std::string& host);

  // The leader gave up before there was an answer; another one leads as soon as there is a slot.
  void abandon(const std::string& host);

  // A waiting request gives up.
  void withdraw(RequestId id, const std::string& host);

  // The next to lead, if somebody waits and a slot is free. Ask until there is none after each of the calls above.
  std::optional<RequestId> next_leader();

 private:
  struct Host {
    TimePoint known_until{};
    bool is_looked_up = false;
    bool is_queued = false;
    std::deque<RequestId> waiting;
  };

  std::vector<RequestId> end_lookup(Host& host);
  void forget_old(TimePoint now);

  std::size_t free_slots_;
  const milliseconds known_for_;
  std::unordered_map<std::string, Host> hosts_;
  std::deque<std::string> queue_;  // hosts that wait for a slot
};

}  // namespace jackfield::net
