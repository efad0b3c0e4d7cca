#include "request.hpp"

#include <stdexcept>
#include <utility>

namespace echo {
namespace {

Failing parse_failing(const jf::json& wish) {
  Failing failing;
  if (!wish.is_object()) return failing;
  failing.code = wish.value("code", failing.code);
  failing.message = wish.value("message", failing.message);
  failing.is_input_error = wish.value("input", false);
  if (wish.contains("variables")) failing.variables = wish["variables"];
  if (wish.contains("retries")) failing.retries = wish["retries"].get<int>();
  if (wish.contains("backoffMs")) failing.backoff = std::chrono::milliseconds(wish["backoffMs"].get<int64_t>());
  return failing;
}

bool is_wanted(const jf::json& wish) {
  return wish.is_object() || (wish.is_boolean() && wish.get<bool>());
}

void read_instructions(const jf::json& echo, Request& request) {
  request.sleep = std::chrono::milliseconds(echo.value("sleepMs", int64_t{0}));
  request.wants_report = echo.value("report", false);
  if (echo.contains("bytes")) request.bytes = echo["bytes"].get<std::size_t>();
  if (echo.contains("throw")) request.thrown = echo["throw"].get<std::string>();
  if (echo.contains("fail") && is_wanted(echo["fail"])) request.fail = parse_failing(echo["fail"]);
}

void fail(jf::op& op, const Failing& failing) {
  if (failing.is_input_error) return op.input_error(failing.message);
  if (failing.retries || failing.backoff) {
    return op.retry(failing.code, failing.message, failing.retries.value_or(-1),
                    failing.backoff.value_or(std::chrono::milliseconds(-1)));
  }
  if (failing.variables.is_null()) return op.error(failing.code, failing.message);
  op.error(failing.code, failing.message, failing.variables);
}

}  // namespace

bool may_have_instructions(std::string_view variables_json) {
  return variables_json.find("\"jackfield\"") != std::string_view::npos;
}

Request parse_request(std::string_view variables_json) {
  Request request;
  request.variables = jf::codec<jf::json>::parse(variables_json);
  const auto& vars = request.variables;
  if (!vars.is_object() || !vars.contains("jackfield") || !vars["jackfield"].is_object()) return request;
  const jf::json& ours = vars["jackfield"];
  if (!ours.contains("echo") || !ours["echo"].is_object()) return request;
  request.has_instructions = true;
  try {
    read_instructions(ours["echo"], request);
  } catch (const jf::json::exception& e) {
    throw jf::input_error(std::string("jackfield.echo: ") + e.what());
  }
  return request;
}

void answer(jf::op& op, Request request, const Identity& who) {
  if (request.thrown) throw std::runtime_error(*request.thrown);
  if (request.fail) return fail(op, *request.fail);
  jf::json said = jf::json::object();
  if (request.bytes) said["bytes"] = std::string(*request.bytes, 'x');
  if (request.wants_report) {
    said["version"] = who.version;
    said["generation"] = who.generation;
  }
  if (request.has_instructions) request.variables["jackfield"] = {{"echo", std::move(said)}};
  op.result(request.variables);
}

}  // namespace echo
