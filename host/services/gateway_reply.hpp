#pragma once

// What came of a message as a plugin sees it. The only place where faults of the gateway become statuses of the ABI.

#include <string>

#include "base/result.hpp"
#include "jackfield/gateway.h"

namespace jackfield::services {

class GatewayReply {
 public:
  explicit GatewayReply(Result<std::string> json);
  GatewayReply(jf_status status, std::string message) : status_(status), text_(std::move(message)) {}

  // Points into this.
  jf_gateway_reply abi() const noexcept;

 private:
  jf_status status_ = JF_OK;
  std::string text_;
};

}  // namespace jackfield::services
