#pragma once

// Services that a runner has itself, because they are about the process that the plugin lives in. Offered if the host
// offers them, too.

#include <jackfield/services.h>

#include <array>

namespace jackfield::isolation {

inline constexpr std::array kLocalServices{JF_HOST_MEMORY, JF_HOST_EXECUTOR, JF_HOST_REACTOR};

}  // namespace jackfield::isolation
