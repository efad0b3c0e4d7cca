#include "loader/trial.hpp"

namespace jackfield::loader {
namespace {

constexpr milliseconds kWindow = 60s;
constexpr std::size_t kTolerated = 5;  // within the window

}  // namespace

bool Trial::on_strike(TimePoint now) {
  ++strikes_;
  while (!recent_.empty() && now - recent_.front() >= kWindow) recent_.pop_front();
  recent_.push_back(now);
  return !is_over(now) && recent_.size() > kTolerated;
}

}  // namespace jackfield::loader
