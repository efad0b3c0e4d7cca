#include "app/plugin_hosts.hpp"

#include <jackfield/outbound.h>
#include <jackfield/plugin.h>

#include <algorithm>

#include "loader/outcome_copy.hpp"

namespace jackfield::app {
namespace {

constexpr std::uint64_t kMostMillis = std::uint64_t{365} * 24 * 3600 * 1000;  // a year is more than any job takes

class JoinedBinding final : public loader::HostBinding, services::OpPort, services::LifecyclePort {
 public:
  JoinedBinding(const loader::PluginIdentity& plugin, services::Services& services, loader::OpTable& ops,
                loader::LifecycleListener& lifecycle)
      : generation_(plugin.generation), ops_(ops), lifecycle_(lifecycle) {
    host_ = services.make_host({plugin.id, plugin.version, plugin.generation.value, plugin.permissions}, *this, *this);
  }

  const jf_host& abi() const noexcept override { return host_->abi(); }
  std::size_t outstanding() const noexcept override { return host_->outstanding(); }
  void close() noexcept override { host_->close(); }

 private:
  std::int32_t complete(std::uint64_t op, const jf_outcome& outcome,
                        std::optional<milliseconds> least_backoff) noexcept override {
    loader::ConnectorOutcome copied = loader::copy_outcome(outcome);
    copied.least_backoff = least_backoff;
    if (copied.is_unfit) lifecycle_.on_strike(generation_, loader::Strike::UnfitAnswer);
    const auto answer = ops_.answer(generation_, {op}, std::move(copied));
    if (answer == loader::OpTable::Answer::Stale) lifecycle_.on_strike(generation_, loader::Strike::StaleAnswer);
    return answer == loader::OpTable::Answer::Heard ? JF_OK : JF_ERR_STALE;
  }
  bool is_cancelled(std::uint64_t op) noexcept override { return ops_.is_cancelled(generation_, {op}); }

  std::int32_t extend(std::uint64_t op, std::uint64_t more_ms) noexcept override {
    const auto more = milliseconds(static_cast<std::int64_t>(std::min<std::uint64_t>(more_ms, kMostMillis)));
    return ops_.extend(generation_, {op}, more) ? JF_OK : JF_ERR_STALE;
  }

  void stopped(std::uint64_t token) noexcept override { lifecycle_.on_stopped(generation_, token); }
  void request_restart(std::string_view reason) noexcept override {
    lifecycle_.on_restart_requested(generation_, std::string(reason));
  }

  const loader::GenerationId generation_;
  loader::OpTable& ops_;
  loader::LifecycleListener& lifecycle_;
  std::unique_ptr<services::PluginHost> host_;
};

}  // namespace

std::unique_ptr<loader::HostBinding> PluginHosts::bind(const loader::PluginIdentity& plugin,
                                                       loader::LifecycleListener& lifecycle) {
  return std::make_unique<JoinedBinding>(plugin, services_, ops_, lifecycle);
}

}  // namespace jackfield::app
