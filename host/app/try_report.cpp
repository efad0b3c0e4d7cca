#include "app/try_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/json_layout.hpp"
#include "app/report_text.hpp"

namespace jackfield::app {
namespace {

using outbound::ExpressionUse;
using Kind = loader::ConnectorOutcome::Kind;

std::string_view or_null(std::string_view json) {
  return json.empty() ? "null" : json;
}

std::string_view or_empty_object(std::string_view json) {
  return json.empty() ? "{}" : json;
}

// On one line, however the model breaks it.
std::string flat(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!is_blank) out += c;
    if (is_blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  return out;
}

std::string without_blanks(std::string_view text) {
  std::string out = flat(text);
  out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
  return out;
}

// "= order.id" for an expression; nothing for a text that stands for itself, or an expression that does.
std::string origin_of(const dev::LoneTask::Step& step) {
  if (!step.source.starts_with('=') || without_blanks(step.source).substr(1) == without_blanks(step.value)) return {};
  const std::string text = flat(std::string_view(step.source).substr(1));
  return fmt::format("= {}", text.substr(std::min(text.find_first_not_of(' '), text.size())));
}

std::string shown(milliseconds length) {
  const bool is_whole = length.count() % 1000 == 0;
  return is_whole ? fmt::format("{} s", length.count() / 1000) : fmt::format("{} ms", length.count());
}

// The engine's message repeats the variables, which are shown by themselves.
std::string without_variables(const std::string& message) {
  constexpr std::string_view kRepeated = " | Error variables: ";
  const std::size_t at = message.find(kRepeated);
  return at == std::string::npos ? message : fmt::format("{}{}…", message.substr(0, at), kRepeated);
}

class Report {
 public:
  explicit Report(const Rehearsal& rehearsal) : rehearsal_(rehearsal) {}

  std::string make() {
    head();
    steps("Input mappings", rehearsal_.entry.inputs);
    if (rehearsal_.entry.stop) incident(*rehearsal_.entry.stop);
    if (rehearsal_.entry.stop) return out_.take();
    secrets();
    input();
    for (std::size_t i = 0; i < rehearsal_.exchanges.size(); ++i) exchange(i);
    if (rehearsal_.answer) answer(*rehearsal_.answer);
    for (const TriedExpression& each : rehearsal_.expressions) expression(each);
    command();
    if (rehearsal_.exit) process_afterwards(*rehearsal_.exit);
    return out_.take();
  }

 private:
  void head() {
    const std::string& name = rehearsal_.element.name;
    out_.section(name.empty() ? rehearsal_.element.id : name);
    out_.name_width(9);
    out_.row("element", fmt::format("{} ({}) in process {}", rehearsal_.element.id,
                                    bpmn::name_of(rehearsal_.element.kind), rehearsal_.process_id));
    if (rehearsal_.element.has_loop) out_.row("", "multi-instance: this is one run, with the variables given");
    if (rehearsal_.entry.stop && rehearsal_.entry.type.empty()) return;
    out_.row("job type", rehearsal_.entry.type);
    if (!rehearsal_.plugin.empty()) out_.row("plugin", rehearsal_.plugin);
    out_.row("retries", fmt::format("{}", rehearsal_.entry.retries));
  }

  void steps(std::string_view heading, const std::vector<dev::LoneTask::Step>& steps) {
    if (steps.empty()) return;
    out_.section(heading);
    std::size_t width = 0;
    for (const dev::LoneTask::Step& step : steps) width = std::max(width, step.target.size());
    out_.name_width(std::min<std::size_t>(width, 30));
    for (const dev::LoneTask::Step& step : steps) {
      out_.json_row(step.target, or_null(step.value), origin_of(step));
      for (const std::string& warning : step.warnings) out_.row("", warning);
    }
  }

  void incident(const dev::LoneTask::Stop& stop) {
    out_.section("Incident");
    out_.line(stop.incident);
    out_.line(stop.message);
  }

  void secrets() {
    if (rehearsal_.secrets.empty()) return;
    out_.section("Secrets");
    std::size_t width = 0;
    for (const SecretUsage::Use& use : rehearsal_.secrets) width = std::max(width, use.name.size());
    out_.name_width(width);
    for (const SecretUsage::Use& use : rehearsal_.secrets) {
      out_.row(use.name, use.origin ? fmt::format("from {}", *use.origin) : "not found");
    }
  }

  void input() {
    if (rehearsal_.input.empty()) return;
    out_.section("Input of the connector");
    out_.json(rehearsal_.input);
  }

  void exchange(std::size_t index) {
    const Exchange& it = rehearsal_.exchanges[index];
    const std::string number = rehearsal_.exchanges.size() == 1 ? "" : fmt::format(" {}", index + 1);
    out_.section("Request" + number);
    out_.line(fmt::format("{} {}", it.request.method, it.request.url));
    headers_and_body(it.request.headers, it.request.body.value_or(""));
    if (!it.answer) return;
    out_.section(fmt::format("Response{}{}", number, it.source == Exchange::Source::Mock ? " (mock)" : ""));
    std::visit(Overloaded{[&](const net::HttpResponse& response) {
                            out_.line(flat(fmt::format("{} {}", response.status, response.reason)));
                            headers_and_body(response.headers, response.body);
                          },
                          [&](const net::HttpFailure& failure) {
                            out_.line(fmt::format("none: {} ({})", failure.message, net::name_of(failure.kind)));
                          }},
               *it.answer);
  }

  void headers_and_body(const net::Headers& headers, const std::string& body) {
    for (const net::Header& header : headers) out_.line(fmt::format("{}: {}", header.name, header.value));
    if (body.empty()) return;
    out_.blank();
    out_.json(body);
  }

  void answer(const loader::ConnectorOutcome& answer) {
    out_.section("Answer of the connector");
    if (answer.kind == Kind::Result || answer.kind == Kind::AdHoc) return out_.json(or_null(answer.json));
    if (answer.kind == Kind::Cancelled) return out_.line("none: it was told to stop");
    out_.name_width(9);
    out_.row("error", answer.kind == Kind::Input ? "the input cannot work" : answer.code.value_or("(no code)"));
    out_.row("message", answer.message.value_or(""));
    if (!answer.variables.empty()) out_.json_row("variables", answer.variables);
    if (answer.retries) out_.row("retries", fmt::format("{}", *answer.retries));
    if (answer.backoff) out_.row("back-off", shown(*answer.backoff));
  }

  void expression(const TriedExpression& it) {
    const bool is_result = it.use == ExpressionUse::Result;
    out_.section(is_result ? "Result expression" : "Error expression");
    out_.line(it.text);
    out_.blank();
    out_.name_width(8);
    out_.json_row("response", or_null(it.response));
    if (const std::string names = fmt::format("{}", fmt::join(member_names(it.response), ", ")); !names.empty()) {
      out_.row("also", names);
    }
    if (!it.job.empty()) out_.json_row("job", it.job);
    out_.blank();
    if (it.failure.empty()) {
      out_.json_row("gives", or_null(it.result));
    } else {
      out_.row("fails", it.failure);
    }
    for (const std::string& warning : it.warnings) out_.row("warning", warning);
  }

  void command() {
    out_.section("Command to the engine");
    if (!rehearsal_.outcome) return out_.line(missing_command(rehearsal_));
    out_.line(command_name(*rehearsal_.outcome));
    out_.name_width(9);
    std::visit([&](const auto& outcome) { fields(outcome); }, *rehearsal_.outcome);
  }

  void fields(const Completed& completed) {
    out_.json_row("variables", or_empty_object(completed.variables));
    if (!completed.ad_hoc) return;
    for (const AdHocResult::Activation& each : completed.ad_hoc->elements) {
      out_.row("activates", each.element_id);
      out_.json_row("", or_empty_object(each.variables));
    }
    if (completed.ad_hoc->is_completion_condition_fulfilled) out_.row("completes", "the sub-process");
    if (completed.ad_hoc->cancels_remaining) out_.row("cancels", "what still runs in it");
  }

  void fields(const Failed& failed) {
    out_.row("retries",
             failed.retries > 0 ? fmt::format("{}", failed.retries) : fmt::format("0: the engine raises an incident"));
    if (failed.backoff) out_.row("back-off", shown(*failed.backoff));
    out_.row("message", without_variables(failed.message));
    out_.json_row("variables", or_empty_object(failed.variables));
  }

  void fields(const BpmnError& error) {
    out_.row("code", error.code);
    out_.row("message", error.message);
    out_.json_row("variables", or_empty_object(error.variables));
  }

  void process_afterwards(const dev::LoneTask::Exit& exit) {
    steps("Output mappings", exit.outputs);
    if (exit.stop) return incident(*exit.stop);
    if (exit.outputs.empty()) {
      out_.section("Output mappings");
      return out_.line("none: the process gets these variables");
    }
    // Mappings to plain names have told it all.
    const bool has_paths = std::any_of(exit.outputs.begin(), exit.outputs.end(), [](const dev::LoneTask::Step& step) {
      return step.target.find('.') != std::string::npos;
    });
    if (!has_paths) return;
    out_.section("Variables that the process gets");
    out_.json(exit.changes);
  }

  const Rehearsal& rehearsal_;
  ReportText out_;
};

}  // namespace

std::string report_of(const Rehearsal& rehearsal) {
  return Report(rehearsal).make();
}

std::string_view command_name(const JobOutcome& outcome) {
  return std::visit(Overloaded{[](const Completed&) { return "CompleteJob"; }, [](const Failed&) { return "FailJob"; },
                               [](const BpmnError&) { return "ThrowError"; }},
                    outcome);
}

std::string_view missing_command(const Rehearsal& rehearsal) {
  if (rehearsal.is_held_back()) return "none: the request was not sent; --mock answers it, --live sends it";
  return "none: the connector did not answer in time, and the engine hands the job out again";
}

}  // namespace jackfield::app
