#pragma once

// One task as the engine runs it, without a process around it: the job that it hands out, and what becomes of the
// variables when that job is completed. For tools that show a modeller what happens.
//
//   Result<LoneTask> task = LoneTask::compile(element, R"({"item":"tea"})");
//   const LoneTask::Entry entry = task->enter();               // input mappings, job type, retries
//   const std::string variables = task->job_variables();
//   const LoneTask::Exit exit = task->leave(result);           // output mappings
//
// Life  compile, enter, leave: each once, in this order. One thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "bpmn/model.hpp"

namespace jackfield::dev {

class LoneTask {
 public:
  // Why the engine would raise an incident instead of going on.
  struct Stop {
    std::string incident;  // "IO_MAPPING_ERROR"
    std::string message;
  };

  // One mapping, with the JSON value of its source.
  struct Step {
    std::string source;
    std::string target;
    std::string value;
    std::vector<std::string> warnings;  // what the source passed over, for people
  };

  struct Entry {
    std::vector<Step> inputs;  // as far as they went
    std::string type;
    std::string headers;  // JSON object of strings
    std::int32_t retries = 0;
    std::optional<Stop> stop;
  };

  struct Exit {
    std::vector<Step> outputs;
    std::string changes;  // JSON object: the variables that the process gets
    std::optional<Stop> stop;
  };

  // `variables` is the JSON object that the process has. InvalidInput: it is none, or the element has no job type or an
  // expression that no engine deploys.
  static Result<LoneTask> compile(const bpmn::Element& element, std::string_view variables);

  LoneTask(LoneTask&&) noexcept;
  LoneTask& operator=(LoneTask&&) noexcept;
  ~LoneTask();

  Entry enter();

  // What a worker gets that asks for these names; for all of them if there are none.
  std::string job_variables(const std::vector<std::string>& names = {}) const;

  // The job was completed with these, a JSON object or empty.
  Exit leave(std::string_view variables);

 private:
  struct State;
  explicit LoneTask(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace jackfield::dev
