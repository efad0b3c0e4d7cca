#pragma once

// Answers that somebody wrote down beforehand.

#include <string_view>

#include "net/http_client.hpp"

namespace jackfield::app {

// {"status": 404, "reason", "headers": {…}, "body": …} is an answer; `status` must be there, the others may be left
// out. Any other text is the body of a 200, as JSON if it is.
net::HttpResponse mock_response(std::string_view text);

}  // namespace jackfield::app
