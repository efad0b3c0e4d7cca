#include "dispatch/gateway_loop.hpp"

#include <stdexcept>
#include <utility>

#include "base/mutex.hpp"
#include "gateway/connect.hpp"

namespace jackfield::bench {

class GatewayLoop::Client {
 public:
  Client(const std::string& address, const std::string& type, std::size_t in_flight)
      : in_flight_(in_flight), gateway_(connected(address)), listener_(std::make_shared<Listener>(*this)) {
    stream_ = gateway_->open_stream({.type = {type}, .worker = "bench"}, listener_);
    stream_->read_next();
  }

  // The gateway waits for what is open.
  ~Client() {
    stream_->cancel();
    gateway_.reset();
  }

 private:
  struct Listener final : gateway::JobStreamListener {
    explicit Listener(Client& to) : client(to) {}
    void on_job(Job job) noexcept override { client.take(std::move(job)); }
    void on_end(Result<void> how) noexcept override { how.ignore("the benchmark is over, and the server tells"); }
    Client& client;
  };

  std::unique_ptr<gateway::Gateway> connected(const std::string& address) {
    auto gateway = gateway::connect({.address = address}, system_clock(), log::Logger{}, registry_);
    if (!gateway) throw std::runtime_error(gateway.failure().message);
    return *std::move(gateway);
  }

  void take(Job job) noexcept {
    Completed outcome{.variables = std::move(job.variables)};
    gateway_->complete({.key = job.key, .lease_token = std::move(job.lease_token)}, outcome, job.deadline,
                       [this](Result<void> how) {
                         how.ignore("the server counts");
                         completed();
                       });
    {
      MutexLock lock(mutex_);
      if (++running_ == in_flight_) {
        is_paused_ = true;
        return;
      }
    }
    stream_->read_next();
  }

  void completed() {
    {
      MutexLock lock(mutex_);
      --running_;
      if (!std::exchange(is_paused_, false)) return;
    }
    stream_->read_next();
  }

  const std::size_t in_flight_;
  metrics::Registry registry_;
  std::unique_ptr<gateway::Gateway> gateway_;
  std::shared_ptr<Listener> listener_;
  std::unique_ptr<gateway::JobStream> stream_;

  Mutex mutex_;
  std::size_t running_ JF_GUARDED_BY(mutex_) = 0;
  bool is_paused_ JF_GUARDED_BY(mutex_) = false;
};

GatewayLoop::GatewayLoop(const std::string& address, const std::string& type, std::size_t in_flight)
    : client_(std::make_unique<Client>(address, type, in_flight)) {}
GatewayLoop::~GatewayLoop() = default;

}  // namespace jackfield::bench
