#pragma once

// What became of the calls: counts them, and says when the gateway is lost and when it is back, and when it does not
// let us in.
//
// Threads: any; a call that went well takes no lock.

#include <array>
#include <atomic>
#include <string>

#include "base/result.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"

namespace jackfield::gateway {

enum class Rpc {
  Topology,
  Activate,
  Stream,
  Complete,
  Fail,
  ThrowError,
  UpdateTimeout,
  CreateInstance,
  Publish,
};
inline constexpr std::size_t kRpcs = 9;

class CallBook {
 public:
  CallBook(std::string address, log::Logger log, metrics::Registry& registry);

  void succeeded(Rpc rpc) noexcept;

  // `is_connected` matters for Unavailable only: brokers say it, too, through a gateway that is well. The message is
  // logged when it is not, since then it is about the network and not about a job.
  void failed(Rpc rpc, const Failure& why, bool is_connected) noexcept;
  void received(Rpc rpc, std::size_t jobs) noexcept;

  // Beside failed(): somebody has to change our credentials or our rights. Told once until such a call goes through.
  void denied(Rpc rpc, const Failure& why) noexcept;

 private:
  struct Counters {
    metrics::Counter* succeeded;
    metrics::Counter* failed;
  };

  void reached() noexcept;
  void lost(const Failure& why) noexcept;

  // Constant after construction.
  const std::string address_;
  const log::Logger log_;
  std::array<Counters, kRpcs> calls_{};
  metrics::Counter& polled_jobs_;
  metrics::Counter& pushed_jobs_;
  metrics::Gauge& is_reachable_gauge_;

  enum class Reach { Unknown, Reached, Lost };
  std::atomic<Reach> reach_ = Reach::Unknown;
  std::array<std::atomic<bool>, kRpcs> is_denied_{};
};

}  // namespace jackfield::gateway
