#pragma once

// Keeps a generation from reporting that it has stopped, for as long as the object lives.

#include "jackfield/sdk/core.hpp"

JF_SDK_BEGIN

class stay {
 public:
  explicit stay(core& owner) noexcept : owner_(owner) { owner_.enter(); }
  stay(const stay&) = delete;
  stay& operator=(const stay&) = delete;
  ~stay() { owner_.leave(); }

 private:
  core& owner_;
};

JF_SDK_END
