#pragma once

// The call of one connector's execute: makes the op, keeps exceptions in, and answers an op that was dropped meanwhile.
//
// One object per call, on the stack of the host's thread. It counts itself, so the generation cannot report that it has
// stopped while execute runs, even when the op was answered from elsewhere.

#include "jackfield/sdk/connector.hpp"
#include "jackfield/sdk/execution.hpp"
#include "jackfield/sdk/stay.hpp"

#include <memory>
#include <new>

JF_SDK_BEGIN

class execute_frame {
 public:
  // Throws std::bad_alloc.
  execute_frame(core& owner, jf_op id) : owner_(owner), stay_(owner), id_(id), shared_(new execution) {}
  execute_frame(const execute_frame&) = delete;
  execute_frame& operator=(const execute_frame&) = delete;

  // The status for the host. JF_OK unless the connector refused the job.
  jf_status call(outbound_connector& connector, const jf_job& job) noexcept {
    try {
      owner_.enter();  // for the op
      connector.execute(op(owner_, id_, *shared_), job_view(owner_, job));
    } catch (const busy&) {
      return refuse();
    } catch (...) {
      return close(describe_current_exception());
    }
    return close(dropped_op());
  }

 private:
  // Leaves the frame; answers with if_dropped when the op has left before, unanswered.
  jf_status close(const failure& if_dropped) noexcept {
    const auto [op_left, answered] = shared_->frame_leaves();
    if (!op_left || answered) return JF_OK;
    const jf_outcome outcome = to_outcome(if_dropped);
    owner_.ops().complete(owner_.ctx(), id_, &outcome);
    owner_.leave();
    return JF_OK;
  }

  // Only an op that is gone unanswered can be refused; one that was moved away is still going to be answered.
  jf_status refuse() noexcept {
    const auto [op_left, answered] = shared_->frame_leaves();
    if (!op_left || answered) return JF_OK;
    owner_.leave();
    return JF_ERR_BUSY;
  }

  core& owner_;
  stay stay_;
  jf_op id_;
  execution* shared_;  // deleted by whichever of frame and op leaves last
};

JF_SDK_END
