#include "loader/outcome_copy.hpp"

#include <fmt/format.h>
#include <jackfield/outbound.h>

#include "base/utf8.hpp"

namespace jackfield::loader {
namespace {

using Kind = ConnectorOutcome::Kind;

std::string copy(jf_str text, bool& is_mended) {
  const std::string_view view(text.ptr == nullptr ? "" : text.ptr, text.ptr == nullptr ? 0 : text.len);
  if (is_utf8(view)) return std::string(view);
  is_mended = true;
  return repaired_utf8(view);
}

std::optional<std::string> copy_if_present(jf_str text, bool& is_mended) {
  return text.ptr == nullptr ? std::nullopt : std::optional(copy(text, is_mended));
}

ConnectorOutcome misbehaviour(std::string message) {
  return {.kind = Kind::Error, .code = "JFP-0020", .message = std::move(message), .is_unfit = true};
}

Kind kind_of(std::uint32_t kind) {
  return kind >= JF_OUTCOME_RESULT && kind <= JF_OUTCOME_ADHOC ? static_cast<Kind>(kind) : Kind::Error;
}

}  // namespace

ConnectorOutcome copy_outcome(const jf_outcome& outcome) {
  if (!JF_HAS(&outcome, jf_outcome, variables_json)) {
    return misbehaviour(fmt::format("the connector answered with a structure of {} bytes", outcome.struct_size));
  }
  const jf_str error_type = JF_HAS(&outcome, jf_outcome, error_type) ? outcome.error_type : jf_str{};
  const std::size_t bytes =
      outcome.json.len + outcome.message.len + outcome.variables_json.len + outcome.code.len + error_type.len;
  if (bytes > kMaxOutcomeBytes) {
    return misbehaviour(
        fmt::format("the connector answered with {} bytes, at most {} are allowed", bytes, kMaxOutcomeBytes));
  }
  bool is_mended = false;
  ConnectorOutcome copied{.kind = kind_of(outcome.kind),
                          .json = copy(outcome.json, is_mended),
                          .code = copy_if_present(outcome.code, is_mended),
                          .message = copy_if_present(outcome.message, is_mended),
                          .variables = copy(outcome.variables_json, is_mended)};
  if (JF_HAS(&outcome, jf_outcome, retries) && outcome.retries >= 0) copied.retries = outcome.retries;
  if (JF_HAS(&outcome, jf_outcome, backoff_ms) && outcome.backoff_ms >= 0) {
    copied.backoff = milliseconds(outcome.backoff_ms);
  }
  if (JF_HAS(&outcome, jf_outcome, cookie)) copied.cookie = outcome.cookie;
  copied.error_type = copy_if_present(error_type, is_mended);
  copied.is_unfit = is_mended;
  return copied;
}

}  // namespace jackfield::loader
