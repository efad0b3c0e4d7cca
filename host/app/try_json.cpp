#include "app/try_json.hpp"

#include <fmt/format.h>

#include "app/json_layout.hpp"
#include "app/try_report.hpp"

namespace jackfield::app {
namespace {

using outbound::ExpressionUse;
using Kind = loader::ConnectorOutcome::Kind;

std::string or_null(const std::string& json) {
  return json.empty() ? "null" : json;
}

std::string or_empty_object(const std::string& json) {
  return json.empty() ? "{}" : json;
}

// JSON as it is, anything else as a string.
std::string content(const std::string& text) {
  return is_json(text) ? text : json_string(text);
}

std::string texts(const std::vector<std::string>& all) {
  JsonArray array;
  for (const std::string& each : all) array.add_text(each);
  return array.text();
}

std::string element(const Rehearsal& rehearsal) {
  JsonObject object;
  object.add_text("id", rehearsal.element.id).add_text("name", rehearsal.element.name);
  object.add_text("kind", bpmn::name_of(rehearsal.element.kind)).add_text("process", rehearsal.process_id);
  return object.text();
}

std::string steps(const std::vector<dev::LoneTask::Step>& all) {
  JsonArray array;
  for (const dev::LoneTask::Step& step : all) {
    JsonObject object;
    object.add_text("target", step.target).add_text("source", step.source).add("value", or_null(step.value));
    if (!step.warnings.empty()) object.add("warnings", texts(step.warnings));
    array.add(object.text());
  }
  return array.text();
}

std::string incident(const dev::LoneTask::Stop& stop) {
  return JsonObject().add_text("type", stop.incident).add_text("message", stop.message).text();
}

std::string secrets(const std::vector<SecretUsage::Use>& uses) {
  JsonArray array;
  for (const SecretUsage::Use& use : uses) {
    JsonObject object;
    object.add_text("name", use.name).add("origin", use.origin ? json_string(*use.origin) : "null");
    array.add(object.text());
  }
  return array.text();
}

std::string headers(const net::Headers& all) {
  JsonArray array;
  for (const net::Header& header : all) array.add(JsonArray().add_text(header.name).add_text(header.value).text());
  return array.text();
}

std::string response(const Exchange& exchange) {
  JsonObject object;
  object.add_text("from", exchange.source == Exchange::Source::Mock ? "mock" : "live");
  std::visit(Overloaded{[&](const net::HttpResponse& it) {
                          object.add("status", fmt::format("{}", it.status)).add_text("reason", it.reason);
                          object.add("headers", headers(it.headers)).add("body", content(it.body));
                        },
                        [&](const net::HttpFailure& it) {
                          object.add_text("failure", net::name_of(it.kind)).add_text("message", it.message);
                        }},
             *exchange.answer);
  return object.text();
}

std::string requests(const std::vector<Exchange>& exchanges) {
  JsonArray array;
  for (const Exchange& exchange : exchanges) {
    JsonObject object;
    object.add_text("method", exchange.request.method).add_text("url", exchange.request.url);
    object.add("headers", headers(exchange.request.headers));
    object.add("body", exchange.request.body ? content(*exchange.request.body) : "null");
    object.add("response", exchange.answer ? response(exchange) : "null");
    array.add(object.text());
  }
  return array.text();
}

std::string answer(const loader::ConnectorOutcome& it) {
  if (it.kind == Kind::Result) return JsonObject().add("result", content(or_null(it.json))).text();
  if (it.kind == Kind::AdHoc) return JsonObject().add("adHoc", content(or_null(it.json))).text();
  constexpr std::string_view kNames[] = {"", "result", "error", "retry", "input", "cancelled", "adHoc"};
  JsonObject object;
  object.add_text("error", kNames[static_cast<std::size_t>(it.kind)]);
  if (it.code) object.add_text("code", *it.code);
  object.add_text("message", it.message.value_or(""));
  if (!it.variables.empty()) object.add("variables", content(it.variables));
  if (it.retries) object.add("retries", fmt::format("{}", *it.retries));
  if (it.backoff) object.add("backoffMs", fmt::format("{}", it.backoff->count()));
  return object.text();
}

std::string expression(const TriedExpression& it) {
  JsonObject context;
  const bool is_object = !member_names(it.response).empty();
  if (is_object) context.add_all(it.response);
  context.add("response", content(or_null(it.response)));
  if (!it.job.empty()) context.add("job", it.job);
  JsonObject object;
  object.add_text("expression", it.text).add("context", context.text());
  if (it.failure.empty()) {
    object.add("result", or_null(it.result));
  } else {
    object.add_text("failure", it.failure);
  }
  object.add("warnings", texts(it.warnings));
  return object.text();
}

void add_fields(JsonObject& command, const Completed& completed) {
  command.add("variables", or_empty_object(completed.variables));
  if (!completed.ad_hoc) return;
  JsonArray elements;
  for (const AdHocResult::Activation& each : completed.ad_hoc->elements) {
    JsonObject object;
    object.add_text("elementId", each.element_id).add("variables", or_empty_object(each.variables));
    elements.add(object.text());
  }
  command.add("activateElements", elements.text());
  command.add("isCompletionConditionFulfilled", completed.ad_hoc->is_completion_condition_fulfilled ? "true" : "false");
  command.add("isCancelRemainingInstances", completed.ad_hoc->cancels_remaining ? "true" : "false");
}

void add_fields(JsonObject& command, const Failed& failed) {
  command.add("retries", fmt::format("{}", failed.retries));
  if (failed.backoff) command.add("retryBackOff", fmt::format("{}", failed.backoff->count()));
  command.add_text("errorMessage", failed.message).add("variables", or_empty_object(failed.variables));
}

void add_fields(JsonObject& command, const BpmnError& error) {
  command.add_text("errorCode", error.code).add_text("errorMessage", error.message);
  command.add("variables", or_empty_object(error.variables));
}

std::string command(const JobOutcome& outcome) {
  JsonObject object;
  object.add_text("name", command_name(outcome));
  std::visit([&](const auto& it) { add_fields(object, it); }, outcome);
  return object.text();
}

void add_execution(JsonObject& object, const Rehearsal& rehearsal) {
  object.add_text("plugin", rehearsal.plugin);
  object.add("secrets", secrets(rehearsal.secrets));
  object.add("input", rehearsal.input.empty() ? "null" : content(rehearsal.input));
  object.add("requests", requests(rehearsal.exchanges));
  if (rehearsal.answer) object.add("answer", answer(*rehearsal.answer));
  for (const TriedExpression& each : rehearsal.expressions) {
    object.add(each.use == ExpressionUse::Result ? "resultExpression" : "errorExpression", expression(each));
  }
  object.add("command", rehearsal.outcome ? command(*rehearsal.outcome) : "null");
  if (!rehearsal.outcome) object.add_text("whyNoCommand", missing_command(rehearsal));
  if (!rehearsal.exit) return;
  object.add("outputMappings", steps(rehearsal.exit->outputs));
  if (rehearsal.exit->stop) return void(object.add("incident", incident(*rehearsal.exit->stop)));
  object.add("processVariables", or_empty_object(rehearsal.exit->changes));
}

}  // namespace

std::string json_of(const Rehearsal& rehearsal) {
  JsonObject object;
  object.add("element", element(rehearsal));
  object.add("variables", rehearsal.variables);
  object.add("inputMappings", steps(rehearsal.entry.inputs));
  if (rehearsal.entry.stop) {
    object.add("incident", incident(*rehearsal.entry.stop));
    return object.text();
  }
  object.add_text("jobType", rehearsal.entry.type).add("retries", fmt::format("{}", rehearsal.entry.retries));
  object.add("headers", rehearsal.entry.headers);
  add_execution(object, rehearsal);
  return object.text();
}

}  // namespace jackfield::app
