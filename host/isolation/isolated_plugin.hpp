#pragma once

// A plugin's tables whose every function asks a keeper: what the loader holds of an isolated plugin.

#include <jackfield/outbound.h>
#include <jackfield/plugin.h>

#include <memory>

#include "isolation/keeper.hpp"

namespace jackfield::isolation {

class IsolatedPlugin final : public loader::PluginCode {
 public:
  explicit IsolatedPlugin(std::unique_ptr<Keeper> keeper);

  const jf_plugin_entry* entry() const noexcept override { return keeper_->entry(); }
  std::int32_t create(const jf_host& host, std::string_view config, const jf_plugin** made,
                      const jf_sink* err) override;
  bool unload() noexcept override;
  std::shared_ptr<const loader::RunnerView> runner() const override { return keeper_->board(); }

 private:
  const std::unique_ptr<Keeper> keeper_;
  jf_plugin plugin_{};
};

}  // namespace jackfield::isolation
