#pragma once

// What a plugin sees of the host, as far as the loader's tests need it: answers reach an op table, "stopped" reaches
// the loader, everything else is absent.

#include <jackfield/outbound.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "loader/host_binding.hpp"
#include "loader/op_table.hpp"
#include "loader/outcome_copy.hpp"

namespace jackfield::test {

class FakeHostBindings final : public loader::HostBindings {
 public:
  explicit FakeHostBindings(loader::OpTable& ops) : ops_(ops) {}

  std::unique_ptr<loader::HostBinding> bind(const loader::PluginIdentity& plugin,
                                            loader::LifecycleListener& lifecycle) override {
    return std::make_unique<Binding>(*this, plugin.generation, lifecycle);
  }
  std::vector<std::string> extensions() const override { return offered; }
  std::string permission_for(std::string_view extension) const override {
    const auto found = permissions.find(std::string(extension));
    return found == permissions.end() ? std::string() : found->second;
  }

  std::vector<std::string> offered{JF_HOST_OPS, JF_HOST_LIFECYCLE};
  std::map<std::string, std::string> permissions;  // by extension
  std::atomic<std::size_t> owed_callbacks = 0;     // as long as there are any, no plugin's code may go
  std::atomic<bool> swallows_stopped = false;      // "stopped" is not passed on
  std::atomic<int> bindings_closed = 0;
  std::atomic<int> bindings_alive = 0;

 private:
  class Binding final : public loader::HostBinding {
   public:
    Binding(FakeHostBindings& host, loader::GenerationId generation, loader::LifecycleListener& lifecycle)
        : host_(host), generation_(generation), lifecycle_(lifecycle) {
      ++host_.bindings_alive;
      abi_.struct_size = sizeof(jf_host);
      abi_.abi_major = JF_ABI_MAJOR;
      abi_.abi_minor = JF_ABI_MINOR;
      abi_.ctx = this;
      abi_.get_extension = &get_extension;
      abi_.now_mono_ns = [](void*) -> std::uint64_t { return 0; };
      abi_.log_level = [](void*) -> std::int32_t { return JF_LOG_ERROR; };
      abi_.log = [](void*, std::int32_t, jf_str, const jf_kv*, std::uint32_t) {};
    }
    ~Binding() override { --host_.bindings_alive; }

    const jf_host& abi() const noexcept override { return abi_; }
    std::size_t outstanding() const noexcept override { return host_.owed_callbacks; }
    void close() noexcept override { ++host_.bindings_closed; }

   private:
    static Binding& of(void* context) { return *static_cast<Binding*>(context); }

    static const void* get_extension(void*, const char* id) {
      static const jf_host_ops ops{sizeof(jf_host_ops), 0, &complete, &is_cancelled, nullptr, nullptr};
      static const jf_host_lifecycle lifecycle{sizeof(jf_host_lifecycle), 0, &stopped, &request_restart};
      if (std::strcmp(id, JF_HOST_OPS) == 0) return &ops;
      return std::strcmp(id, JF_HOST_LIFECYCLE) == 0 ? &lifecycle : nullptr;
    }
    static jf_status complete(void* context, jf_op op, const jf_outcome* outcome) {
      Binding& self = of(context);
      const auto answer = self.host_.ops_.answer(self.generation_, {op}, loader::copy_outcome(*outcome));
      if (answer == loader::OpTable::Answer::Stale) {
        self.lifecycle_.on_strike(self.generation_, loader::Strike::StaleAnswer);
      }
      return answer == loader::OpTable::Answer::Heard ? JF_OK : JF_ERR_STALE;
    }
    static std::int32_t is_cancelled(void* context, jf_op op) {
      return of(context).host_.ops_.is_cancelled(of(context).generation_, {op}) ? 1 : 0;
    }
    static void stopped(void* context, jf_token token) {
      Binding& self = of(context);
      if (!self.host_.swallows_stopped) self.lifecycle_.on_stopped(self.generation_, token);
    }
    static void request_restart(void* context, jf_str reason) {
      of(context).lifecycle_.on_restart_requested(of(context).generation_, std::string(reason.ptr, reason.len));
    }

    FakeHostBindings& host_;
    const loader::GenerationId generation_;
    loader::LifecycleListener& lifecycle_;
    jf_host abi_{};
  };

  loader::OpTable& ops_;
};

}  // namespace jackfield::test
