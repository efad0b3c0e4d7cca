#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "feel/builtins/families.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

// The result contexts of the connector runtime; null arguments stand for what was not given.
class Answer {
 public:
  explicit Answer(std::string_view type) { out_.put("errorType", Value::string(type)); }
  Answer& put(std::string_view key, const Value& value) {
    out_.put(key, value);
    return *this;
  }
  Value build() { return std::move(out_).build(); }

 private:
  ContextBuilder out_;
};

// What a parameter has to be, in the words that the connector runtime has for it.
std::string_view wanted_text(Kind kind) {
  switch (kind) {
    case Kind::String:
      return "String";
    case Kind::Context:
      return "Context";
    case Kind::DaysTime:
      return "day-time duration (e.g. duration(\"PT1S\"))";
    default:
      return "Number";
  }
}

struct Parameter {
  std::string_view function;
  std::string_view name;
  Kind kind;
};

bool check(Call& call, const Value& value, const Parameter& parameter) {
  if (value.is(parameter.kind)) return true;
  call.stops(fmt::format("java.lang.IllegalArgumentException: Parameter '{}' of function '{}' must be a {}",
                         parameter.name, parameter.function, wanted_text(parameter.kind)));
  return false;
}

Value bpmn_error(Call& call, Args args) {
  if (!check(call, args[0], {"bpmnError", "errorCode", Kind::String})) return Value::stop();
  Answer out("bpmnError");
  out.put("errorCode", args[0]);
  if (args.size() > 1) {
    if (!check(call, args[1], {"bpmnError", "errorMessage", Kind::String})) return Value::stop();
    out.put("errorMessage", args[1]);
  }
  if (args.size() > 2) {
    if (!check(call, args[2], {"bpmnError", "variables", Kind::Context})) return Value::stop();
    out.put("variables", args[2]);
  }
  return out.build();
}

Value job_error(Call& call, Args args) {
  if (!check(call, args[0], {"jobError", "errorMessage", Kind::String})) return Value::stop();
  if (args.size() > 1 && !check(call, args[1], {"jobError", "variables", Kind::Context})) return Value::stop();
  if (args.size() > 2 && !check(call, args[2], {"jobError", "retries", Kind::Number})) return Value::stop();
  if (args.size() > 3 && !check(call, args[3], {"jobError", "retryBackoff", Kind::DaysTime})) return Value::stop();
  return Answer("jobError")
      .put("errorMessage", args[0])
      .put("variables", args.size() > 1 ? args[1] : ContextBuilder().build())
      .put("retries", args.size() > 2 ? args[2] : Value::number(0))
      .put("retryBackoff", args.size() > 3 ? args[3] : Value::duration(DaysTimeDuration{}))
      .build();
}

Value ignore_error(Call& call, Args args) {
  Answer out("ignoreError");
  if (!args.empty()) {
    if (!check(call, args[0], {"ignoreError", "variables", Kind::Context})) return Value::stop();
    out.put("variables", args[0]);
  }
  return out.build();
}

constexpr double kDefaultFactor = 1.6;
constexpr double kDefaultJitter = 0.1;
constexpr double kDefaultMinMillis = 50;
constexpr double kDefaultMaxMillis = 5'000;

double millis_of(const DaysTimeDuration& d) {
  return static_cast<double>(d.seconds) * 1e3 + std::floor(static_cast<double>(d.nanos) / 1e6);
}

// Uniform in [-1, 1).
double random_sign_and_size(Call& call) {
  return static_cast<double>(call.random_bits() >> 11) * 0x1p-52 - 1.0;
}

Value backoff(Call& call, Args args) {
  static constexpr std::array<std::pair<Kind, std::string_view>, 5> kParameters{
      std::pair{Kind::Number, std::string_view("attempt")},
      {Kind::DaysTime, "minDelay"},
      {Kind::Number, "factor"},
      {Kind::DaysTime, "maxDelay"},
      {Kind::Number, "jitterFactor"}};
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (!check(call, args[i], {"backoff", kParameters[i].second, kParameters[i].first})) return Value::stop();
  }
  const std::int32_t attempt = args[0].as_number().to_int32();
  const double least = args.size() > 1 ? millis_of(args[1].as_days_time()) : kDefaultMinMillis;
  const double factor = args.size() > 2 ? args[2].as_number().to_double() : kDefaultFactor;
  const double most = args.size() > 3 ? millis_of(args[3].as_days_time()) : kDefaultMaxMillis;
  const double jitter = args.size() > 4 ? args[4].as_number().to_double() : kDefaultJitter;
  if (attempt < 1) return call.stops("backoff: the attempt must be at least 1");
  if (factor <= 0) return call.stops("backoff: the factor must be positive");
  if (least > most) return call.stops("backoff: the least delay is greater than the greatest");
  if (jitter < 0) return call.stops("backoff: the jitter must not be negative");
  double delay = std::clamp(least * std::pow(factor, attempt - 1), least, most);
  if (jitter > 0) delay += random_sign_and_size(call) * jitter * delay;
  const auto rounded = static_cast<std::int64_t>(std::max(0.0, std::floor(delay + 0.5)));
  const auto out = make_days_time(rounded / 1'000, rounded % 1'000 * 1'000'000);
  return out ? Value::duration(*out) : call.stops("backoff: the delay is out of range");
}

Value create_document(Call& call, Args args) {
  if (call.document_nonce().empty()) {
    return call.stops("createDocument works only in result and error expressions");
  }
  ContextBuilder out;
  out.put("connectorResultFunction", Value::string(fmt::format("createDocument:{}", call.document_nonce())));
  out.put("value", args[0]);
  return std::move(out).build();
}

constexpr std::string_view kBpmnErrorHelp = "throw a BPMN error with a code, and a message and variables if given";
constexpr std::string_view kJobErrorHelp = "fail the job with a message, and variables, retries and a delay if given";
constexpr std::string_view kIgnoreErrorHelp = "complete the job in spite of the error, with variables if given";
constexpr std::string_view kBackoffHelp = "a delay that grows with each attempt, with some chance in it";

constexpr Builtin kRows[] = {
    {"bpmnError", "errorCode", {kAny}, &bpmn_error, kBpmnErrorHelp},
    {"bpmnError", "errorCode, errorMessage", {kAny, kAny}, &bpmn_error, kBpmnErrorHelp},
    {"bpmnError", "errorCode, errorMessage, variables", {kAny, kAny, kAny}, &bpmn_error, kBpmnErrorHelp},
    {"jobError", "errorMessage", {kAny}, &job_error, kJobErrorHelp},
    {"jobError", "errorMessage, variables", {kAny, kAny}, &job_error, kJobErrorHelp},
    {"jobError", "errorMessage, variables, retries", {kAny, kAny, kAny}, &job_error, kJobErrorHelp},
    {"jobError", "errorMessage, variables, retries, retryBackoff", {kAny, kAny, kAny, kAny}, &job_error, kJobErrorHelp},
    {"ignoreError", "variables", {kAny}, &ignore_error, kIgnoreErrorHelp},
    {"ignoreError", "", {}, &ignore_error, kIgnoreErrorHelp},
    {"backoff", "attempt", {kAny}, &backoff, kBackoffHelp},
    {"backoff", "attempt, minDelay", {kAny, kAny}, &backoff, kBackoffHelp},
    {"backoff", "attempt, minDelay, factor", {kAny, kAny, kAny}, &backoff, kBackoffHelp},
    {"backoff", "attempt, minDelay, factor, maxDelay", {kAny, kAny, kAny, kAny}, &backoff, kBackoffHelp},
    {"backoff",
     "attempt, minDelay, factor, maxDelay, jitterFactor",
     {kAny, kAny, kAny, kAny, kAny},
     &backoff,
     kBackoffHelp},
    {"createDocument", "value", {kAny}, &create_document, "a document made of base64 content or of a context"},
};

}  // namespace

std::span<const Builtin> connector_functions() noexcept {
  return kRows;
}

}  // namespace jackfield::feel
