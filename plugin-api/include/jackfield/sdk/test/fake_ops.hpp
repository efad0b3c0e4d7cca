#pragma once

// The executions of a test: hands out ops, keeps their job data as long as the contract says, takes answers down.
// One thread. Ops are numbered from 1 and never used again.

#include "jackfield/sdk/test/records.hpp"

#include <map>
#include <memory>
#include <optional>

namespace jf::test {

class fake_ops {
 public:
  // Makes an op. The job's data is freed when the op is answered, so that a sanitizer sees a late use.
  jf_op open(const job& from, uint64_t now_ns) {
    const jf_op op = ++last_op_;
    auto data = std::make_unique<job>(from);
    jf_job view{};
    view.struct_size = sizeof view;
    view.type = to_str(data->type);
    view.variables_json = to_str(data->variables_json);
    view.headers_json = to_str(data->headers_json);
    view.bpmn_process_id = to_str("process");
    view.element_id = to_str("task");
    view.tenant_id = to_str("<default>");
    view.job_key = static_cast<int64_t>(op);
    view.retries = data->retries;
    view.deadline_mono_ns = now_ns + data->timeout_ms * 1'000'000;
    executions_[op] = execution{std::move(data), view, std::nullopt, false, 0};
    return op;
  }
  void refuse(jf_op op) { executions_.erase(op); }

  const jf_job& job_of(jf_op op) const { return executions_.at(op).view; }

  // The answer; none while the op is open.
  const std::optional<outcome>& answer(jf_op op) const { return executions_.at(op).answer; }
  int late_answers(jf_op op) const { return executions_.at(op).late_answers; }
  void mark_cancelled(jf_op op) { executions_.at(op).is_cancelled = true; }

  jf_status complete(jf_op op, const jf_outcome& o) {
    const auto found = executions_.find(op);
    if (found == executions_.end()) return JF_ERR_STALE;
    execution& which = found->second;
    if (which.answer) {
      ++which.late_answers;
      return JF_ERR_STALE;
    }
    which.answer = copy(o);
    which.data.reset();
    return JF_OK;
  }

  bool is_cancelled(jf_op op) const {
    const auto found = executions_.find(op);
    return found == executions_.end() || found->second.is_cancelled || found->second.answer;
  }

 private:
  struct execution {
    std::unique_ptr<job> data;  // null once answered
    jf_job view;
    std::optional<outcome> answer;
    bool is_cancelled;
    int late_answers;
  };

  jf_op last_op_ = 0;
  std::map<jf_op, execution> executions_;
};

}  // namespace jf::test
