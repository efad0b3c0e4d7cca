#include "services/gateway_reply.hpp"

#include "services/text.hpp"

namespace jackfield::services {
namespace {

jf_status status_of(Fault fault) noexcept {
  switch (fault) {
    case Fault::InvalidInput:
      return JF_ERR_INVALID;
    case Fault::NotFound:
      return JF_ERR_NOT_FOUND;
    case Fault::DeadlineExceeded:
      return JF_ERR_DEADLINE;
    case Fault::Cancelled:
      return JF_ERR_CANCELLED;
    case Fault::Unsupported:
      return JF_ERR_UNSUPPORTED;
    case Fault::Rejected:
      return JF_ERR_BUSY;
    case Fault::Unavailable:
    case Fault::Internal:
      break;
  }
  return JF_ERR_IO;
}

}  // namespace

GatewayReply::GatewayReply(Result<std::string> json) {
  if (!json) {
    status_ = status_of(json.failure().fault);
    text_ = json.failure().message;
  } else {
    text_ = *std::move(json);
  }
}

jf_gateway_reply GatewayReply::abi() const noexcept {
  jf_gateway_reply reply{};
  reply.struct_size = sizeof(reply);
  reply.status = status_;
  (status_ == JF_OK ? reply.json : reply.message) = borrow(text_);
  return reply;
}

}  // namespace jackfield::services
