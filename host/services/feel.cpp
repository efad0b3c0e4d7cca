#include "feel/expression.hpp"
#include "services/host_context.hpp"
#include "services/sink.hpp"
#include "services/tables.hpp"
#include "services/text.hpp"

namespace jackfield::services {
namespace {

constexpr milliseconds kLongest = 1s;
constexpr feel::Limits kLimits{.steps = 1'000'000, .text_bytes = 4U << 20, .expression_bytes = 64U << 10};

jf_status status_of(Fault fault) noexcept {
  const bool is_limit = fault == Fault::Rejected || fault == Fault::DeadlineExceeded;
  return is_limit ? JF_ERR_TOO_LARGE : JF_ERR_INVALID;
}

Result<std::string> evaluate(HostContext& host, std::string_view expression, std::string_view context_json) {
  Result<feel::Expression> compiled = host.expressions.find_or_compile(expression, {.limits = kLimits});
  if (!compiled) return std::move(compiled).failure();
  feel::Context variables;
  if (!context_json.empty()) {
    Result<feel::Value> members = feel::borrowed_json_value(context_json);
    if (!members) return std::move(members).failure();
    if (!members->is(feel::Kind::Context)) return Failure{Fault::InvalidInput, "the context is no JSON object"};
    variables.add_all(*members);
  }
  const feel::EvaluateOptions options{
      .limits = kLimits, .deadline = Deadline::in(kLongest, host.with.clock), .clock = &host.with.clock};
  Result<std::string> json = compiled->evaluate_to_json(variables, options);
  if (json && json->empty()) return std::string("null");
  return json;
}

jf_status JF_CALL eval(void* ctx, jf_str expression, jf_str context_json, const jf_sink* out) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (!is_utf8(view(expression)) || !is_utf8(view(context_json))) return refuse(out, JF_ERR_INVALID, "not UTF-8");
    const Result<std::string> json = evaluate(host, view(expression), view(context_json));
    if (!json) return refuse(out, status_of(json.failure().fault), json.failure().message);
    return write_to(out, *json);
  });
}

}  // namespace

const jf_host_feel kFeelTable{.struct_size = sizeof(jf_host_feel), .reserved = 0, .eval = &eval};

}  // namespace jackfield::services
