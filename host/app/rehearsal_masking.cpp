#include "app/rehearsal_masking.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "app/json_layout.hpp"

namespace jackfield::app {
namespace {

constexpr std::string_view kMask = secrets::Masker::kMask;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t end_of_number(std::string_view json, std::size_t at) {
  return std::min(json.find_first_not_of("0123456789.eE+-", at), json.size());
}

bool is_same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// Where a secret has become a number, "***" stands in its place.
std::string without_secret_numbers(const std::string& json, const secrets::Masker& masker) {
  std::string out;
  bool is_in_string = false;
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t end = is_in_string || !is_digit(json[at]) ? at + 1 : end_of_number(json, at);
    const std::string token = json.substr(at, end - at);
    const bool is_secret = token.size() > 1 && masker.in_text(token) == kMask;
    out += is_secret ? json_string(kMask) : token;
    at = end;
    if (token == "\"") is_in_string = !is_in_string;
    if (token == "\\" && at < json.size()) out += json[at++];
  }
  return out;
}

class Hider {
 public:
  explicit Hider(const Result<secrets::Masker>& masker) : masker_(masker) {}

  void text(std::string& text) const {
    if (!text.empty()) text = masker_ ? masker_->in_text(std::move(text)) : std::string(kMask);
  }
  void text(std::optional<std::string>& maybe) const {
    if (maybe) text(*maybe);
  }
  void json(std::string& text) const {
    if (text.empty()) return;
    text = masker_ ? masker_->in_json(std::move(text)) : json_string(kMask);
    if (masker_ && !masker_->is_idle() && is_json(text)) text = without_secret_numbers(text, *masker_);
  }

  // The kind of credential may be seen: "Bearer ***".
  void credential(net::Header& header) const {
    static constexpr std::array<std::string_view, 3> kNames{"Authorization", "Proxy-Authorization", "Cookie"};
    const bool is_credential = std::any_of(kNames.begin(), kNames.end(),
                                           [&](std::string_view name) { return is_same_name(name, header.name); });
    if (!is_credential || header.value.empty()) return;
    const std::size_t blank = header.value.find(' ');
    header.value = blank == std::string::npos || is_same_name(header.name, "Cookie")
                       ? std::string(kMask)
                       : header.value.substr(0, blank + 1) + std::string(kMask);
  }

  void exchange(Exchange& exchange) const {
    text(exchange.request.url);
    for (net::Header& header : exchange.request.headers) {
      credential(header);
      text(header.value);
    }
    if (exchange.request.body) json(*exchange.request.body);
    if (!exchange.answer) return;
    std::visit(Overloaded{[&](net::HttpResponse& response) {
                            text(response.reason);
                            for (net::Header& header : response.headers) text(header.value);
                            json(response.body);
                          },
                          [&](net::HttpFailure& failure) { text(failure.message); }},
               *exchange.answer);
  }

  void expression(TriedExpression& expression) const {
    json(expression.response);
    json(expression.result);
    text(expression.failure);
    for (std::string& warning : expression.warnings) text(warning);
  }

  void answer(loader::ConnectorOutcome& answer) const {
    json(answer.json);
    json(answer.variables);
    text(answer.code);
    text(answer.message);
  }

  void outcome(JobOutcome& outcome) const {
    std::visit(Overloaded{[&](Completed& it) {
                            json(it.variables);
                            if (!it.ad_hoc) return;
                            for (AdHocResult::Activation& each : it.ad_hoc->elements) json(each.variables);
                          },
                          [&](Failed& it) {
                            text(it.message);
                            json(it.variables);
                          },
                          [&](BpmnError& it) {
                            text(it.code);
                            text(it.message);
                            json(it.variables);
                          }},
               outcome);
  }

  void steps(std::vector<dev::LoneTask::Step>& steps) const {
    for (dev::LoneTask::Step& step : steps) {
      json(step.value);
      for (std::string& warning : step.warnings) text(warning);
    }
  }

  void exit(dev::LoneTask::Exit& exit) const {
    steps(exit.outputs);
    json(exit.changes);
    if (exit.stop) text(exit.stop->message);
  }

 private:
  const Result<secrets::Masker>& masker_;
};

}  // namespace

void hide_secrets(Rehearsal& rehearsal, const Result<secrets::Masker>& masker) {
  const Hider hide(masker);
  // Made without secrets; but the value of one may have been given.
  if (masker) {
    hide.json(rehearsal.variables);
    hide.steps(rehearsal.entry.inputs);
  }
  hide.json(rehearsal.input);
  for (Exchange& exchange : rehearsal.exchanges) hide.exchange(exchange);
  for (TriedExpression& expression : rehearsal.expressions) hide.expression(expression);
  if (rehearsal.answer) hide.answer(*rehearsal.answer);
  if (rehearsal.outcome) hide.outcome(*rehearsal.outcome);
  if (rehearsal.exit) hide.exit(*rehearsal.exit);
}

}  // namespace jackfield::app
