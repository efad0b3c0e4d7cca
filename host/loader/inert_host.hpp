#pragma once

// A host that is there but does nothing: what a plugin sees while it is tried out.
//
// Offers every service of the plugin API, so that a plugin that looks for one finds it; calls are refused with
// JF_ERR_CLOSING and no callback ever comes. Memory is real. Any thread.

#include <jackfield/plugin.h>

#include <cstdint>

namespace jackfield::loader {

class InertHost {
 public:
  explicit InertHost(std::uint32_t flags) noexcept;
  InertHost(const InertHost&) = delete;
  InertHost& operator=(const InertHost&) = delete;

  const jf_host& abi() const noexcept { return abi_; }

 private:
  jf_host abi_;
};

}  // namespace jackfield::loader
