#pragma once

// What a reply means for the job: a response object, or one of the errors models know by their code.

#include "jackfield/jackfield_json.hpp"

#include <string>
#include <string_view>

namespace rest {

// What a request says that breaks the rules of HTTP, and a peer that does; its code is 500.
inline constexpr std::string_view kProtocolError = "An error with the HTTP protocol occurred";

// How a job fails whose request got no response, or one that is no success.
jf::failure failure_of(const jf::http_reply& reply);

// Answers the op, whatever the reply is.
void answer(jf::op& op, const jf::http_reply& reply);

// A response whose body has become something else: what stands in `body` and `document`, both JSON text.
std::string response_json(const jf::http_reply& reply, std::string_view body, std::string_view document);

// A response that could not be turned into its result.
jf::failure mapping_failure(std::string_view why);

// What kept a response away, with the host's word for it, such as "io" or "tls"; empty when it has none.
struct Trouble {
  std::string kind;
  int times_sent = 1;
  bool has_begun = false;  // part of a response had come
};
Trouble trouble_of(const jf::http_reply& reply);

// The response body as JSON text: an object or array as it came, blank as null, anything else as a text.
std::string body_json(std::string_view body);

}  // namespace rest
