#pragma once

#include <stop_token>

#include "jackfield/plugin.h"

namespace jackfield::services {

// A call of a service that a stop ends, and the op that it is for; 0: none.
struct OpCall {
  std::stop_source stop;
  jf_op op = 0;
};

}  // namespace jackfield::services
