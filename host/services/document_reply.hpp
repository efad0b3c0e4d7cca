#pragma once

// What came of a document operation as a plugin sees it. The only place where faults of documents become statuses of
// the ABI.

#include <string>

#include "base/result.hpp"
#include "jackfield/services.h"

namespace jackfield::services {

class DocumentReply {
 public:
  // `is_closing`: what was cancelled was ended by the host.
  DocumentReply(Result<std::string> json, bool is_closing);

  // Points into this.
  jf_document_reply abi() const noexcept;

 private:
  jf_status status_ = JF_OK;
  std::string text_;
};

}  // namespace jackfield::services
