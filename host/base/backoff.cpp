#include "base/backoff.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace jackfield {
namespace {

// Asking the machine costs more than a whole job does, so it is asked once.
std::uint32_t next_seed() {
  static const std::uint32_t origin = std::random_device{}();
  static std::atomic<std::uint32_t> count = 0;
  return origin + 0x9E3779B9U * count.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

Backoff::Backoff(Settings settings) : Backoff(settings, next_seed()) {}

Backoff::Backoff(Settings settings, std::uint32_t seed) noexcept : settings_(settings), random_(seed) {}

milliseconds Backoff::next() {
  const auto first = static_cast<double>(settings_.first.count());
  const auto most = static_cast<double>(settings_.most.count());
  current_ms_ = std::max(first, std::min(most, current_ms_ * settings_.factor));
  std::uniform_real_distribution<double> spread(-settings_.jitter, settings_.jitter);
  return milliseconds(std::llround(current_ms_ * (1.0 + spread(random_))));
}

void Backoff::reset() noexcept {
  current_ms_ = 0;
}

}  // namespace jackfield
