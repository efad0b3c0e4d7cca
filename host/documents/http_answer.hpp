#pragma once

// What the HTTP client's answers mean here: the one place where statuses become faults.
//
// 404 is NotFound, any other refusal Unavailable, since what it means for the job is the same: try again. A response
// above the limit is Rejected, an aborted or closing request Cancelled.
//
// Threads: any.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/http_client.hpp"

namespace jackfield::documents {

// There was no response.
Failure failure_of(const net::HttpFailure& failure, std::uint64_t max_bytes);

// Of an answer outside 200 to 299: "Failed with code 404: 'Not Found'. Details: '…'", the details out of the problem
// that the cluster describes in the body.
Failure problem_of(const net::HttpResponse& response);

// The same of somebody else's answer, whose body is not repeated: "Failed with code 404".
Failure refusal_of(const net::HttpResponse& response);

inline bool is_success(const net::HttpResponse& response) noexcept {
  return response.status >= 200 && response.status < 300;
}

// The first header of that name; "" when there is none.
std::string_view header_of(const net::HttpResponse& response, std::string_view name);

}  // namespace jackfield::documents
