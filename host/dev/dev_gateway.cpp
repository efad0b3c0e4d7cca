#include "dev/dev_gateway.hpp"

#include <fmt/core.h>

#include <deque>
#include <unordered_map>
#include <utility>

#include "base/mutex.hpp"
#include "dev/engine_host.hpp"
#include "dev/grpc/server.hpp"
#include "dev/rest.hpp"

namespace jackfield::dev {
namespace {

Standstill describe(const InstanceEvent& event) {
  Standstill standstill;
  standstill.kind = event.kind;
  standstill.variables = to_json(*event.variables);
  if (event.incident != nullptr) {
    standstill.incident_type = name_of(event.incident->type);
    standstill.incident_message = event.incident->message;
    standstill.incident_key = event.incident->key.value;
  }
  return standstill;
}

// What was heard of instances and not yet asked for.
class Standstills {
 public:
  void add(ProcessInstanceKey instance, Standstill standstill) {
    {
      const MutexLock lock(mutex_);
      heard_[instance].push_back(std::move(standstill));
    }
    changed_.notify_all();
  }

  Result<Standstill> wait_for(ProcessInstanceKey instance, Deadline by) {
    const MutexLock lock(mutex_);
    while (!heard_.contains(instance)) {
      const milliseconds left = by.remaining(system_clock());
      if (left == 0ms) {
        return Failure{Fault::DeadlineExceeded, fmt::format("process instance {} is still on its way", instance.value)};
      }
      changed_.wait_for(mutex_, std::min<milliseconds>(left, 1h));
    }
    std::deque<Standstill>& all = heard_[instance];
    Standstill first = std::move(all.front());
    all.pop_front();
    if (all.empty()) heard_.erase(instance);
    return first;
  }

 private:
  Mutex mutex_;
  ConditionVariable changed_;
  std::unordered_map<ProcessInstanceKey, std::deque<Standstill>> heard_ JF_GUARDED_BY(mutex_);
};

}  // namespace

class DevGateway::Impl {
 public:
  Impl(const Settings& settings, log::Logger log) : log_(log), host_(settings, log, system_clock()) {}
  ~Impl() {
    host_.ask([](Engine& engine) {
      engine.close();
      return true;
    });
  }

  Result<void> listen(const Settings& settings) {
    Result<std::unique_ptr<Server>> server = Server::listen(settings, host_);
    if (!server) return server.failure();
    server_ = *std::move(server);
    if (settings.rest_listen.empty()) return {};
    Result<std::unique_ptr<RestServer>> rest = RestServer::listen(settings.rest_listen, host_, log_);
    if (!rest) return rest.failure();
    rest_ = *std::move(rest);
    return {};
  }

  const std::string& address() const noexcept { return server_->address(); }
  std::string rest_address() const { return rest_ ? rest_->address() : std::string(); }

  Result<std::vector<std::string>> deploy(std::vector<File> files) {
    return host_.ask([&](Engine& engine) -> Result<std::vector<std::string>> {
      const Result<Deployed> deployed = engine.deploy(files);
      if (!deployed) return deployed.failure();
      std::vector<std::string> ids;
      for (const DefinitionPtr& process : deployed->processes) ids.push_back(process->bpmn_process_id);
      return ids;
    });
  }

  Result<ProcessInstanceKey> create_instance(NewInstance instance) {
    return host_.ask([&](Engine& engine) -> Result<ProcessInstanceKey> {
      const Result<Created> created = engine.create_instance(
          instance, [this](const InstanceEvent& event) { standstills_.add(event.key, describe(event)); });
      if (!created) return created.failure();
      return created->key;
    });
  }

  Result<Standstill> wait_for(ProcessInstanceKey instance, Deadline by) { return standstills_.wait_for(instance, by); }

 private:
  const log::Logger log_;
  Standstills standstills_;
  EngineHost host_;
  std::unique_ptr<RestServer> rest_;
  std::unique_ptr<Server> server_;  // goes first: it waits for its calls, which end on the host's thread
};

DevGateway::DevGateway(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
DevGateway::~DevGateway() = default;

Result<std::unique_ptr<DevGateway>> DevGateway::start(const Settings& settings, log::Logger log) {
  auto impl = std::make_unique<Impl>(settings, log);
  if (Result<void> listening = impl->listen(settings); !listening) return listening.failure();
  log.info("embedded gateway started",
           {{"address", impl->address()}, {"rest", impl->rest_address()}, {"purpose", kPurpose}});
  return std::unique_ptr<DevGateway>(new DevGateway(std::move(impl)));
}

const std::string& DevGateway::address() const noexcept {
  return impl_->address();
}

std::string DevGateway::rest_address() const {
  return impl_->rest_address();
}

Result<std::vector<std::string>> DevGateway::deploy(std::vector<File> files) {
  return impl_->deploy(std::move(files));
}

Result<ProcessInstanceKey> DevGateway::create_instance(std::string bpmn_process_id, std::string variables) {
  return impl_->create_instance({{{}, std::move(bpmn_process_id), -1}, std::move(variables)});
}

Result<Standstill> DevGateway::wait_for(ProcessInstanceKey instance, Deadline by) {
  return impl_->wait_for(instance, by);
}

}  // namespace jackfield::dev
