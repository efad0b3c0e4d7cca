#include "app/rehearsal_masking.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "app/json_layout.hpp"

namespace jackfield::app {
namespace {

constexpr std::string_view kMask = secrets::Masker::kMask;

bool is_same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
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
    if (!text.empty()) text = masker_ ? masker_->in_json(std::move(text)) : json_string(kMask);
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

  void exit(dev::LoneTask::Exit& exit) const {
    for (dev::LoneTask::Step& step : exit.outputs) {
      json(step.value);
      for (std::string& warning : step.warnings) text(warning);
    }
    json(exit.changes);
    if (exit.stop) text(exit.stop->message);
  }

 private:
  const Result<secrets::Masker>& masker_;
};

}  // namespace

void hide_secrets(Rehearsal& rehearsal, const Result<secrets::Masker>& masker) {
  const Hider hide(masker);
  hide.json(rehearsal.input);
  for (Exchange& exchange : rehearsal.exchanges) hide.exchange(exchange);
  for (TriedExpression& expression : rehearsal.expressions) hide.expression(expression);
  if (rehearsal.answer) hide.answer(*rehearsal.answer);
  if (rehearsal.outcome) hide.outcome(*rehearsal.outcome);
  if (rehearsal.exit) hide.exit(*rehearsal.exit);
}

}  // namespace jackfield::app
