#pragma once

// Whether a response sends its request elsewhere, and how the request changes on the way.

#include <string>
#include <variant>
#include <vector>

#include "net/http_client.hpp"
#include "net/url.hpp"

namespace jackfield::net {

// The response is the answer.
struct Stay {};
struct Go {
  Url to;
};

// Follows the rules written at HttpRequest::follow_redirects. `request` is changed only when the answer is Go.
// `visited` are the targets of this request's earlier redirects; going to one again is a failure.
std::variant<Stay, Go, HttpFailure> follow(HttpRequest& request, const Url& from, const HttpResponse& response,
                                           const std::vector<std::string>& visited);

}  // namespace jackfield::net
