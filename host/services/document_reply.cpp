#include "services/document_reply.hpp"

#include "services/text.hpp"

namespace jackfield::services {
namespace {

jf_status status_of(Fault fault, bool is_closing) noexcept {
  switch (fault) {
    case Fault::InvalidInput:
      return JF_ERR_INVALID;
    case Fault::NotFound:
      return JF_ERR_NOT_FOUND;
    case Fault::Unavailable:
      return JF_ERR_IO;
    case Fault::DeadlineExceeded:
      return JF_ERR_DEADLINE;
    case Fault::Cancelled:
      return is_closing ? JF_ERR_CLOSING : JF_ERR_CANCELLED;
    case Fault::Unsupported:
      return JF_ERR_UNSUPPORTED;
    case Fault::Rejected:
      return JF_ERR_TOO_LARGE;
    case Fault::Internal:
      return JF_ERR_IO;
  }
  return JF_ERR_IO;
}

}  // namespace

DocumentReply::DocumentReply(Result<std::string> json, bool is_closing) {
  if (json) {
    text_ = *std::move(json);
    return;
  }
  status_ = status_of(json.failure().fault, is_closing);
  const std::string& message = json.failure().message;
  text_ = is_utf8(message) ? message : shown(message, 3 * message.size());
}

jf_document_reply DocumentReply::abi() const noexcept {
  jf_document_reply reply{.struct_size = sizeof(jf_document_reply), .status = status_};
  (status_ == JF_OK ? reply.json : reply.message) = borrow(text_);
  return reply;
}

}  // namespace jackfield::services
