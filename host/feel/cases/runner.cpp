#include "feel/cases.hpp"

#include <algorithm>

#include "feel/cases/fixed_clock.hpp"
#include "feel/cases/same_json.hpp"
#include "feel/cases/tagged.hpp"
#include "feel/expression.hpp"
#include "feel/text_form.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel::cases {
namespace {

// What one evaluation came to.
struct Attempt {
  enum class Stage : std::uint8_t { Done, Parse, Evaluation };
  Stage stage = Stage::Done;
  Value value;
  std::string json;  // connector cases; empty for none
  std::string message;
  std::vector<Warning> warnings;
};

class Case {
 public:
  explicit Case(Value json) : json_(std::move(json)) {}

  Value get(std::string_view member) const { return find_entry(json_, member).value_or(Value()); }
  bool is_set(std::string_view member) const { return get(member).is_true(); }
  bool has(std::string_view member) const { return find_entry(json_, member).has_value(); }
  std::string text(std::string_view member) const {
    const Value value = get(member);
    return value.is(Kind::String) ? std::string(value.as_string()) : std::string();
  }
  bool is_connector() const { return text("mode") == "connector"; }

 private:
  Value json_;
};

Attempt failed(Attempt::Stage stage, const Failure& failure) {
  Attempt out;
  out.stage = stage;
  out.message = failure.message;
  return out;
}

Attempt run_connector(const Case& it) {
  const auto compiled = Expression::compile(it.text("expr"));
  if (!compiled) return failed(Attempt::Stage::Parse, compiled.failure());
  const bool has_response = it.has("json_response");
  const auto variables = json_value(it.text(has_response ? "json_response" : "json_context"));
  if (!variables) return failed(Attempt::Stage::Evaluation, variables.failure());
  Context context;
  if (has_response) {
    context = Context::of_response(*variables);
  } else {
    context.add_all(*variables);
  }
  auto json = compiled->evaluate_to_json(context);
  if (!json) return failed(Attempt::Stage::Evaluation, json.failure());
  Attempt out;
  out.json = *std::move(json);
  return out;
}

Attempt run_plain(const Case& it) {
  CompileOptions compile;
  compile.functions = FunctionSet::Standard;
  if (it.is_set("unary")) compile.form = ExpressionForm::UnaryTests;
  const std::string text = it.text("expr");
  const auto compiled = Expression::compile_exactly(text, compile);
  if (!compiled) return failed(Attempt::Stage::Parse, compiled.failure());
  const auto context = context_from_tagged(it.get("context"));
  if (!context) return failed(Attempt::Stage::Evaluation, context.failure());
  Attempt out;
  EvaluateOptions options;
  options.warnings = &out.warnings;
  const FixedClock clock(it.text("clock"));
  if (it.has("clock")) {
    options.clock = &clock;
    options.zone = clock.zone();
  }
  Result<Value> value = Value();
  if (it.is_set("unary") && !it.is_set("no_input")) {
    const auto input = from_tagged(it.get("input"));
    if (!input) return failed(Attempt::Stage::Evaluation, input.failure());
    value = compiled->test(*input, *context, options);
  } else {
    value = compiled->evaluate(*context, options);
  }
  if (!value) {
    out.stage = Attempt::Stage::Evaluation;
    out.message = value.failure().message;
  } else {
    out.value = *std::move(value);
  }
  return out;
}

std::string answer_line(const Case& it, const Attempt& attempt) {
  std::string out = "{\"id\": ";
  append_json_string(out, it.text("id"));
  if (attempt.stage != Attempt::Stage::Done) {
    out.append(attempt.stage == Attempt::Stage::Parse ? R"(, "error": "parse", "message": )"
                                                      : R"(, "error": "evaluation", "message": )");
    append_json_string(out, attempt.message);
  } else if (it.is_connector()) {
    out.append(", \"json\": ");
    attempt.json.empty() ? void(out.append("null")) : append_json_string(out, attempt.json);
  } else {
    out.append(", \"result\": ");
    append_tagged(out, attempt.value);
  }
  return out.append("}");
}

Verdict verdict_of(bool matches) {
  return matches ? Verdict::Matches : Verdict::Differs;
}

Verdict judge_connector(const Case& it, const Attempt& attempt) {
  const bool has_failed = attempt.stage != Attempt::Stage::Done;
  if (it.is_set("error") || has_failed) return verdict_of(it.is_set("error") == has_failed);
  const std::string wanted = it.text("expected_json");
  if (wanted.empty() || attempt.json.empty()) return verdict_of(wanted == attempt.json);
  return verdict_of(is_same_json(attempt.json, wanted, it.is_set("hash_order")));
}

Verdict judge_engine(const Case& it, const Attempt& attempt) {
  const bool has_failed = attempt.stage != Attempt::Stage::Done;
  if (it.is_set("error")) {
    const bool must_parse = it.text("error_kind") != "parse";
    return verdict_of(has_failed && must_parse == (attempt.stage == Attempt::Stage::Evaluation));
  }
  if (has_failed) return verdict_of(it.is_set("jvm_overflow"));
  Tolerance tolerance;
  if (it.is_set("approx")) tolerance.relative = 1e-14;
  tolerance.any_order = it.is_set("hash_order");
  return verdict_of(matches(attempt.value, it.get("expected"), tolerance));
}

Verdict judge_tck(const Case& it, const Attempt& attempt) {
  const bool has_failed = attempt.stage != Attempt::Stage::Done;
  const bool is_null = has_failed || attempt.value.is_null();
  if (it.has("camunda_error")) return verdict_of(has_failed || (is_null && it.get("expected").is_null()));
  const bool differs = it.has("camunda_result");
  if (it.is_set("error") && !differs) return verdict_of(is_null);
  if (has_failed) return verdict_of(!differs && it.get("expected").is_null());
  Tolerance tolerance;
  tolerance.absolute = 1e-8;
  return verdict_of(matches(attempt.value, it.get(differs ? "camunda_result" : "expected"), tolerance));
}

constexpr std::size_t kMostRecorded = 8;

bool has_functions(const Value& context) {
  if (!context.is(Kind::Context)) return false;
  const ContextView variables(context);
  return std::any_of(variables.begin(), variables.end(), [](const Entry& it) {
    return it.value.is(Kind::Context) && find_entry(it.value, "function").has_value();
  });
}

bool has_same_warnings(const Case& it, const Attempt& attempt) {
  const Value reports = it.get("reports");
  // What the host's functions pass over is not recorded, nor are long lists.
  if (has_functions(it.get("context"))) return true;
  if (it.is_set("error") || attempt.stage != Attempt::Stage::Done) return true;
  if (!reports.is(Kind::List)) return attempt.warnings.empty() || attempt.warnings.size() > kMostRecorded;
  const ListView wanted(reports);
  if (wanted.size() != attempt.warnings.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (find_entry(wanted[i], "type").value_or(Value()).as_string() != name_of(attempt.warnings[i].kind)) return false;
  }
  return true;
}

std::string wanted_text(const Case& it) {
  if (it.is_connector()) return it.is_set("error") ? "an error" : it.text("expected_json");
  if (it.has("camunda_error") || it.is_set("error")) return "an error: " + it.text("error_message");
  std::string out;
  const auto outcome = append_full_json(out, it.get(it.has("camunda_result") ? "camunda_result" : "expected"), 4'000);
  return outcome == JsonOutcome::Written ? out : out + "…";
}

}  // namespace

Result<CaseOutcome> run_case(std::string_view line) {
  auto json = json_value(std::string(line));
  if (!json) return json.failure();
  if (!json->is(Kind::Context)) return Failure{Fault::InvalidInput, "a case is a JSON object"};
  const Case it(*json);
  if (!it.has("expr")) return Failure{Fault::InvalidInput, "a case needs the member \"expr\""};
  const bool is_engine = it.text("id").starts_with("engine/");
  const Attempt attempt = it.is_connector() ? run_connector(it) : run_plain(it);
  CaseOutcome out;
  out.id = it.text("id");
  out.group = it.text("group");
  out.answer = answer_line(it, attempt);
  if (it.is_connector()) {
    out.verdict = it.has("expected_json") ? judge_connector(it, attempt) : Verdict::Open;
  } else if (it.has("expected")) {
    out.verdict = is_engine ? judge_engine(it, attempt) : judge_tck(it, attempt);
    out.has_same_warnings = !is_engine || has_same_warnings(it, attempt);
  }
  if (out.verdict == Verdict::Differs) out.wanted = wanted_text(it);
  return out;
}

}  // namespace jackfield::feel::cases
