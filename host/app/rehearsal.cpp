#include "app/rehearsal.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>

#include "app/json_layout.hpp"
#include "app/mock_response.hpp"
#include "app/rehearsal_element.hpp"
#include "app/rehearsal_graph.hpp"
#include "app/rehearsal_masking.hpp"

namespace jackfield::app {
namespace {

Result<std::string> file_text(const std::string& path, std::string_view what) {
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file.is_open() || file.bad()) {
    return Failure{Fault::NotFound, fmt::format("{} \"{}\": cannot be read", what, path)};
  }
  return text;
}

// A file, "-" for standard input, or the text itself when it looks like JSON.
Result<std::string> given_text(const std::string& source, std::string_view what) {
  if (source == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  const std::size_t first = source.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && (source[first] == '{' || source[first] == '[')) return source;
  return file_text(source, what);
}

Result<std::string> read_variables(const std::string& source) {
  Result<std::string> text = given_text(source, "variables");
  if (!text) return text;
  const std::size_t first = text->find_first_not_of(" \t\r\n");
  if (first != std::string::npos && (*text)[first] == '{' && is_json(*text)) return text;
  return Failure{Fault::InvalidInput, fmt::format("variables{}: expected a JSON object",
                                                  source.starts_with('{') ? "" : fmt::format(" from \"{}\"", source))};
}

Result<std::vector<net::HttpResponse>> read_mocks(const std::vector<std::string>& sources) {
  std::vector<net::HttpResponse> mocks;
  for (const std::string& source : sources) {
    Result<std::string> text = given_text(source, "mock");
    if (!text) return std::move(text).failure();
    mocks.push_back(mock_response(*text));
  }
  return mocks;
}

Job job_of(const Rehearsal& rehearsal, std::string variables, Deadline deadline) {
  return {.key = {4},
          .type = {rehearsal.entry.type},
          .process_instance = {2},
          .process_definition = {1},
          .element_instance = {3},
          .bpmn_process_id = rehearsal.process_id,
          .element_id = rehearsal.element.id,
          .tenant_id = "<default>",
          .lease_token = {},
          .variables = std::move(variables),
          .custom_headers = rehearsal.entry.headers,
          .process_definition_version = 1,
          .retries = rehearsal.entry.retries,
          .deadline = deadline};
}

// Everything after the engine has made the job.
Result<void> run(Rehearsal& rehearsal, dev::LoneTask& task, const TrySettings& settings,
                 const config::Environment& environment) {
  Result<std::vector<net::HttpResponse>> mocks = read_mocks(settings.mocks);
  if (!mocks) return std::move(mocks).failure();
  Result<std::unique_ptr<RehearsalGraph>> graph = RehearsalGraph::build(settings, *std::move(mocks), environment);
  if (!graph) return std::move(graph).failure();
  if (Result<void> started = (*graph)->start({rehearsal.entry.type}); !started) return started;
  const loader::ConnectorInfo& connector = (*graph)->connector();
  rehearsal.plugin = fmt::format("{} {}", connector.plugin_id, connector.plugin_version);
  const Job job = job_of(rehearsal, task.job_variables(connector.input_variables),
                         Deadline::in(settings.run.worker.job_timeout, system_clock()));
  (*graph)->run(job, rehearsal);
  if (rehearsal.outcome) {
    if (const auto* completed = std::get_if<Completed>(&*rehearsal.outcome))
      rehearsal.exit = task.leave(completed->variables);
  }
  hide_secrets(rehearsal, (*graph)->masker(job));
  return {};
}

}  // namespace

Result<Rehearsal> rehearse(const TrySettings& settings, const config::Environment& environment) {
  Result<std::string> file = file_text(settings.model, "model");
  if (!file) return std::move(file).failure();
  Result<bpmn::Model> model = bpmn::read(*file);
  if (!model) return Failure{model.failure().fault, fmt::format("{}: {}", settings.model, model.failure().message)};
  Result<RehearsalElement> found = find_rehearsal_element(*model, settings.element);
  if (!found) return std::move(found).failure();
  Result<std::string> variables = read_variables(settings.variables);
  if (!variables) return std::move(variables).failure();
  Result<dev::LoneTask> task = dev::LoneTask::compile(*found->element, *variables);
  if (!task) return std::move(task).failure();

  Rehearsal rehearsal;
  rehearsal.element = *found->element;
  rehearsal.process_id = found->process->id;
  rehearsal.variables = *std::move(variables);
  rehearsal.entry = task->enter();
  if (rehearsal.entry.stop) return rehearsal;
  if (Result<void> done = run(rehearsal, *task, settings, environment); !done) return std::move(done).failure();
  return rehearsal;
}

}  // namespace jackfield::app
