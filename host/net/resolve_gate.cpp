#include "net/resolve_gate.hpp"

#include <algorithm>

namespace jackfield::net {
namespace {

constexpr std::size_t kManyHosts = 1024;

}  // namespace

ResolveGate::Entry ResolveGate::enter(RequestId id, const std::string& name, TimePoint now) {
  if (hosts_.size() >= kManyHosts) forget_old(now);
  Host& host = hosts_[name];
  if (now < host.known_until) return Entry::Known;
  if (!host.is_looked_up && free_slots_ > 0) {
    --free_slots_;
    host.is_looked_up = true;
    return Entry::Lead;
  }
  host.waiting.push_back(id);
  if (!host.is_looked_up && !host.is_queued) {
    host.is_queued = true;
    queue_.push_back(name);
  }
  return Entry::Wait;
}

std::vector<ResolveGate::RequestId> ResolveGate::found(const std::string& name, TimePoint now) {
  Host& host = hosts_[name];
  host.known_until = now + known_for_;
  return end_lookup(host);
}

std::vector<ResolveGate::RequestId> ResolveGate::not_found(const std::string& name) {
  return end_lookup(hosts_[name]);
}

void ResolveGate::abandon(const std::string& name) {
  Host& host = hosts_[name];
  ++free_slots_;
  host.is_looked_up = false;
  if (host.waiting.empty() || host.is_queued) return;
  host.is_queued = true;
  queue_.push_back(name);
}

void ResolveGate::withdraw(RequestId id, const std::string& name) {
  std::erase(hosts_[name].waiting, id);
}

std::optional<ResolveGate::RequestId> ResolveGate::next_leader() {
  while (free_slots_ > 0 && !queue_.empty()) {
    Host& host = hosts_[queue_.front()];
    queue_.pop_front();
    host.is_queued = false;
    if (host.is_looked_up || host.waiting.empty()) continue;
    host.is_looked_up = true;
    --free_slots_;
    const RequestId id = host.waiting.front();
    host.waiting.pop_front();
    return id;
  }
  return std::nullopt;
}

std::vector<ResolveGate::RequestId> ResolveGate::end_lookup(Host& host) {
  ++free_slots_;
  host.is_looked_up = false;
  std::vector<RequestId> waited(host.waiting.begin(), host.waiting.end());
  host.waiting.clear();
  return waited;
}

void ResolveGate::forget_old(TimePoint now) {
  std::erase_if(hosts_, [&](const auto& entry) {
    const Host& host = entry.second;
    return host.known_until <= now && !host.is_looked_up && !host.is_queued && host.waiting.empty();
  });
}

}  // namespace jackfield::net
