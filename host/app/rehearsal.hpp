#pragma once

// One element, run once as a job without a cluster, and all that there is to tell about it. Secrets are hidden already.

#include <optional>
#include <string>
#include <vector>

#include "app/http_stand_in.hpp"
#include "app/secret_usage.hpp"
#include "app/try_settings.hpp"
#include "base/outcome.hpp"
#include "base/result.hpp"
#include "bpmn/model.hpp"
#include "dev/lone_task.hpp"
#include "loader/op_table.hpp"
#include "outbound/observer.hpp"

namespace jackfield::app {

// An expression of the headers, as it was evaluated.
struct TriedExpression {
  outbound::ExpressionUse use = outbound::ExpressionUse::Result;
  std::string text;
  std::string response;  // JSON; seen under this name, and member by member
  std::string job;       // JSON; empty: not seen
  std::string result;    // JSON; empty: null
  std::string failure;   // instead of a result; with the place where the text itself is at fault
  std::vector<std::string> warnings;
};

struct Rehearsal {
  bpmn::Element element;
  std::string process_id;
  std::string variables;       // JSON, of the process
  dev::LoneTask::Entry entry;  // the rest is empty if this stopped
  std::string plugin;          // id and version of what serves the type
  std::vector<SecretUsage::Use> secrets;
  std::string input;  // JSON; empty: it could not be made
  std::vector<Exchange> exchanges;
  std::optional<loader::ConnectorOutcome> answer;
  std::vector<TriedExpression> expressions;
  std::optional<JobOutcome> outcome;        // none: a request was held back, or there was no answer in time
  std::optional<dev::LoneTask::Exit> exit;  // after a completion

  bool is_held_back() const { return !exchanges.empty() && exchanges.back().source == Exchange::Source::HeldBack; }
};

// Fails when there is nothing to tell: no such element, variables that are none, no plugin that serves its type.
Result<Rehearsal> rehearse(const TrySettings& settings, const config::Environment& environment);

}  // namespace jackfield::app
