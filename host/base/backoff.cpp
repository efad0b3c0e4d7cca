#include "base/backoff.hpp"

#include <algorithm>
#include <cmath>

namespace jackfield {

Backoff::Backoff(Settings settings, std::uint32_t seed) : settings_(settings), random_(seed) {}

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
