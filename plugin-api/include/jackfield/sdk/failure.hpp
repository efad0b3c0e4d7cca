#pragma once

// Turns what went wrong into an outcome. The one place that knows which exception means what.

#include "jackfield/outbound.h"
#include "jackfield/sdk/error.hpp"
#include "jackfield/sdk/namespace.hpp"
#include "jackfield/sdk/text.hpp"

#include <exception>
#include <new>
#include <optional>
#include <string>

JF_SDK_BEGIN

// An outcome with its texts owned, and the status for calls that answer with one. Defaults: an error that leaves
// retries, pause and error_type (what a model sees as error.type) to the host. Empty texts are absent, but an empty
// code is one.
struct failure {
  uint32_t kind = JF_OUTCOME_ERROR;
  jf_status status = JF_ERR_INTERNAL;
  std::optional<std::string> code;
  std::string message, variables_json;
  int32_t retries = -1;
  int64_t backoff_ms = -1;
  std::string error_type = {};
};

// All fields absent, retries and pause left to the host.
inline jf_outcome empty_outcome(uint32_t kind) noexcept {
  jf_outcome outcome{};
  outcome.struct_size = sizeof outcome;
  outcome.kind = kind;
  outcome.retries = -1;
  outcome.backoff_ms = -1;
  return outcome;
}

// Borrows the texts of `why`.
inline jf_outcome to_outcome(const failure& why) noexcept {
  jf_outcome outcome = empty_outcome(why.kind);
  if (why.code) outcome.code = to_str(*why.code);
  if (!why.variables_json.empty()) outcome.variables_json = to_str(why.variables_json);
  outcome.message = to_str(why.message);
  outcome.retries = why.retries;
  outcome.backoff_ms = why.backoff_ms;
  if (!why.error_type.empty()) outcome.error_type = to_str(why.error_type);
  return outcome;
}

// An op that nobody answered.
inline failure dropped_op() {
  return failure{JF_OUTCOME_ERROR, JF_ERR_INTERNAL, "JFP-0017", "op dropped", {}, -1, -1};
}

inline failure to_failure(const error& e) {
  const auto code = e.code().empty() ? std::nullopt : std::optional<std::string>(e.code());
  return failure{JF_OUTCOME_ERROR, e.status(), code, e.what(), e.variables_json(), -1, -1, e.error_type()};
}

// Call inside a catch handler only.
inline failure describe_current_exception() {
  try {
    throw;
  } catch (const input_error& e) {
    failure why = to_failure(e);
    why.kind = JF_OUTCOME_INPUT;
    return why;
  } catch (const retry_error& e) {
    failure why = to_failure(e);
    why.kind = JF_OUTCOME_RETRY;
    why.retries = e.retries();
    why.backoff_ms = e.backoff().count();
    return why;
  } catch (const error& e) {
    return to_failure(e);
  } catch (const std::bad_alloc&) {
    return failure{JF_OUTCOME_ERROR, JF_ERR_NOMEM, {}, "out of memory", {}, -1, -1};
  } catch (const std::exception& e) {
    return failure{JF_OUTCOME_ERROR, JF_ERR_INTERNAL, {}, e.what(), {}, -1, -1};
  } catch (...) {
    return failure{JF_OUTCOME_ERROR, JF_ERR_INTERNAL, {}, "unknown exception", {}, -1, -1};
  }
}

JF_SDK_END
