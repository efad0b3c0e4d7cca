#include "gateway/call_book.hpp"

#include <string_view>
#include <utility>

namespace jackfield::gateway {
namespace {

constexpr std::array<std::string_view, kRpcs> kRpcNames = {
    "Topology",   "ActivateJobs",     "StreamActivatedJobs",   "CompleteJob",    "FailJob",
    "ThrowError", "UpdateJobTimeout", "CreateProcessInstance", "PublishMessage",
};

constexpr std::string_view kCallsHelp = "calls to the gateway that have ended, by rpc and result";
constexpr std::string_view kJobsHelp = "jobs received from the gateway, by the way they came";

}  // namespace

CallBook::CallBook(std::string address, log::Logger log, metrics::Registry& registry)
    : address_(std::move(address)),
      log_(log),
      polled_jobs_(registry.counter("jackfield_gateway_jobs_total", kJobsHelp, {{"way", "poll"}})),
      pushed_jobs_(registry.counter("jackfield_gateway_jobs_total", kJobsHelp, {{"way", "stream"}})),
      is_reachable_gauge_(registry.gauge("jackfield_gateway_reachable", "1 when the last call reached the gateway")) {
  for (std::size_t i = 0; i < kRpcs; ++i) {
    const auto counter = [&](std::string_view result) {
      return &registry.counter("jackfield_gateway_calls_total", kCallsHelp,
                               {{"rpc", kRpcNames[i]}, {"result", result}});
    };
    calls_[i] = {.succeeded = counter("ok"), .failed = counter("failed")};
  }
}

void CallBook::succeeded(Rpc rpc) noexcept {
  const auto index = static_cast<std::size_t>(rpc);
  calls_[index].succeeded->add();
  if (is_denied_[index].load(std::memory_order_relaxed) && is_denied_[index].exchange(false)) {
    log_.info("gateway lets us in again", {{"rpc", kRpcNames[index]}});
  }
  reached();
}

void CallBook::failed(Rpc rpc, const Failure& why, bool is_connected) noexcept {
  const auto index = static_cast<std::size_t>(rpc);
  calls_[index].failed->add();
  log_.debug("gateway call failed", {{"rpc", kRpcNames[index]}, {"fault", name_of(why.fault)}});
  if (why.fault == Fault::Unavailable && !is_connected) lost(why);
}

void CallBook::denied(Rpc rpc, const Failure& why) noexcept {
  const auto index = static_cast<std::size_t>(rpc);
  if (is_denied_[index].exchange(true)) return;
  log_.error("gateway does not let us in", {{"rpc", kRpcNames[index]}, {"address", address_}, {"why", why.message}});
}

void CallBook::received(Rpc rpc, std::size_t jobs) noexcept {
  (rpc == Rpc::Stream ? pushed_jobs_ : polled_jobs_).add(static_cast<double>(jobs));
  reached();
}

void CallBook::reached() noexcept {
  if (reach_.load(std::memory_order_relaxed) == Reach::Reached) return;
  if (reach_.exchange(Reach::Reached) == Reach::Reached) return;
  is_reachable_gauge_.set(1);
  log_.info("gateway reached", {{"address", address_}});
}

void CallBook::lost(const Failure& why) noexcept {
  if (reach_.exchange(Reach::Lost) == Reach::Lost) return;
  is_reachable_gauge_.set(0);
  log_.warn("gateway lost", {{"address", address_}, {"why", why.message}});
}

}  // namespace jackfield::gateway
