#include "documents/http_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "base/utf8.hpp"

namespace jackfield::documents {
namespace {

using Kind = net::HttpFailure::Kind;

constexpr std::size_t kMostDetailBytes = 500;

Fault fault_of(Kind kind) noexcept {
  switch (kind) {
    case Kind::InvalidRequest:
      return Fault::InvalidInput;
    case Kind::ConnectTimeout:
    case Kind::ReadTimeout:
    case Kind::Deadline:
      return Fault::DeadlineExceeded;
    case Kind::TooLarge:
      return Fault::Rejected;
    case Kind::Aborted:
    case Kind::Closing:
      return Fault::Cancelled;
    default:
      return Fault::Unavailable;
  }
}

Fault fault_of(int status) noexcept {
  return status == 404 ? Fault::NotFound : Fault::Unavailable;
}

std::string details_of(const std::string& body) {
  const auto problem = nlohmann::json::parse(body, nullptr, false);
  if (problem.is_object() && problem.contains("detail") && problem["detail"].is_string()) {
    return problem["detail"].get<std::string>();
  }
  const std::string text = is_utf8(body) ? body : repaired_utf8(body);
  if (text.size() <= kMostDetailBytes) return text;
  return text.substr(0, valid_utf8_prefix(std::string_view(text).substr(0, kMostDetailBytes))) + "…";
}

}  // namespace

Failure failure_of(const net::HttpFailure& failure, std::uint64_t max_bytes) {
  if (failure.kind == Kind::TooLarge) {
    return {Fault::Rejected, fmt::format("the document is larger than {} bytes", max_bytes)};
  }
  return {fault_of(failure.kind), failure.message};
}

Failure problem_of(const net::HttpResponse& response) {
  return {fault_of(response.status), fmt::format("Failed with code {}: '{}'. Details: '{}'", response.status,
                                                 response.reason, details_of(response.body))};
}

Failure refusal_of(const net::HttpResponse& response) {
  return {fault_of(response.status), fmt::format("Failed with code {}", response.status)};
}

std::string_view header_of(const net::HttpResponse& response, std::string_view name) {
  const auto same = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
  for (const net::Header& header : response.headers) {
    if (std::equal(header.name.begin(), header.name.end(), name.begin(), name.end(), same)) return header.value;
  }
  return {};
}

}  // namespace jackfield::documents
