#pragma once

// Joins what the loader asks for (HostBindings) with what services offer (PluginHost): see docs/decisions/0002.

#include "loader/host_binding.hpp"
#include "loader/op_table.hpp"
#include "services/services.hpp"

namespace jackfield::app {

class PluginHosts final : public loader::HostBindings {
 public:
  // Both outlive this and every binding.
  PluginHosts(services::Services& services, loader::OpTable& ops) : services_(services), ops_(ops) {}

  std::unique_ptr<loader::HostBinding> bind(const loader::PluginIdentity& plugin,
                                            loader::LifecycleListener& lifecycle) override;
  std::vector<std::string> extensions() const override { return services_.extensions(); }
  std::string permission_for(std::string_view extension) const override {
    return std::string(services::Services::permission_for(extension));
  }

 private:
  services::Services& services_;
  loader::OpTable& ops_;
};

}  // namespace jackfield::app
