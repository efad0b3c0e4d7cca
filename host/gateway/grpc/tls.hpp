#pragma once

// What the channel trusts and shows when it connects. Files are looked at again every second; a change counts from the
// next connection on.

#include <grpcpp/security/credentials.h>

#include <memory>

#include "base/result.hpp"
#include "gateway/connect.hpp"

namespace jackfield::gateway {

// InvalidInput names the file that cannot be used.
Result<std::shared_ptr<grpc::ChannelCredentials>> credentials_for(const Settings& settings, bool is_tls);

}  // namespace jackfield::gateway
