#pragma once

// The right and the duty to answer one job.
//
// Move it to wherever the answer will be known: into a callback, a queue, another thread. Answer once, with one of
// result, error, retry, input_error and cancelled; answers after that are ignored. An op that is destroyed unanswered
// answers for itself: with the exception that is being handled, or with JFP-0017.

#include "jackfield/outbound.h"
#include "jackfield/sdk/codec.hpp"
#include "jackfield/sdk/core.hpp"
#include "jackfield/sdk/execution.hpp"
#include "jackfield/sdk/failure.hpp"
#include "jackfield/sdk/log.hpp"

#include <chrono>
#include <exception>
#include <initializer_list>
#include <string_view>
#include <utility>

JF_SDK_BEGIN

// Threads: one at a time per object; is_cancelled() and id() may be called beside each other.
class op {
 public:
  // Made by the SDK. Takes over one count of `owner`, and the op's side of `frame`.
  op(core& owner, jf_op id, execution& frame) noexcept : owner_(&owner), id_(id), frame_(&frame) {}
  op(op&& other) noexcept
      : owner_(std::exchange(other.owner_, nullptr)), id_(other.id_), frame_(other.frame_), cookie_(other.cookie_) {}
  op& operator=(op&& other) noexcept {
    op taken(std::move(other));
    std::swap(owner_, taken.owner_);
    std::swap(id_, taken.id_);
    std::swap(frame_, taken.frame_);
    std::swap(cookie_, taken.cookie_);
    return *this;
  }
  ~op() { drop(); }

  // The engine's word on the answer comes to outbound_connector::acknowledged with this cookie; 0 asks for none.
  void ask_for_ack(uint64_t cookie) noexcept { cookie_ = cookie; }

  // Asks the engine to leave the job here for so long from now on, and moves the deadline when it agrees.
  jf_status extend(std::chrono::milliseconds more) const noexcept {
    if (owner_ == nullptr) return JF_ERR_STALE;
    return owner_->ops().extend(owner_->ctx(), id_, more.count() > 0 ? static_cast<uint64_t>(more.count()) : 0);
  }

  // The job is done; value is its response. Any type with a codec, jf::raw_json for ready text.
  template <class Tag = void, class T = typename default_json<Tag>::type>
  void result(const T& value) {
    const auto text = codec<T>::dump(value);
    jf_outcome outcome = empty_outcome(JF_OUTCOME_RESULT);
    outcome.json = to_str(text);
    answer(outcome);
  }

  // The job failed; the model's error expression sees code and message, and variables as error.variables.
  void error(std::string_view code, std::string_view message) { end(JF_OUTCOME_ERROR, code, message, {}); }
  template <class Tag = void, class T = typename default_json<Tag>::type>
  void error(std::string_view code, std::string_view message, const T& variables) {
    const auto text = codec<T>::dump(variables);
    end(JF_OUTCOME_ERROR, code, message, text);
  }

  // The job failed, with this many attempts left and after this pause; negative values leave it to the host.
  void retry(std::string_view code, std::string_view message, int retries, std::chrono::milliseconds backoff) {
    jf_outcome outcome = empty_outcome(JF_OUTCOME_RETRY);
    outcome.code = to_str(code);
    outcome.message = to_str(message);
    outcome.retries = retries;
    outcome.backoff_ms = backoff.count();
    answer(outcome);
  }

  // The input cannot work; no retries.
  void input_error(std::string_view message) { end(JF_OUTCOME_INPUT, {}, message, {}); }

  // Any of error, retry and input_error, with all that can be said about it: `why` as struct failure has it.
  void fail(const failure& why) noexcept { answer(to_outcome(why)); }

  // For jobs of an ad-hoc sub-process: value is {variables, elements, conditionFulfilled, cancelRest}.
  template <class Tag = void, class T = typename default_json<Tag>::type>
  void ad_hoc(const T& value) {
    const auto text = codec<T>::dump(value);
    jf_outcome outcome = empty_outcome(JF_OUTCOME_ADHOC);
    outcome.json = to_str(text);
    answer(outcome);
  }

  // The work was given up because cancel() asked for it.
  void cancelled() { end(JF_OUTCOME_CANCELLED, {}, {}, {}); }

  // Fails with the exception being handled. Call inside a catch handler only.
  void fail_with_current_exception() { fail(describe_current_exception()); }

  // True once the host wants an end, and after the answer.
  bool is_cancelled() const noexcept {
    return owner_ == nullptr || owner_->ops().is_cancelled(owner_->ctx(), id_) != 0;
  }
  bool is_answered() const noexcept { return owner_ == nullptr; }
  jf_op id() const noexcept { return id_; }

  // As host().log(), and the host adds which job it is about. Ignored after the answer.
  void log(int32_t level, std::string_view msg, std::initializer_list<log_field> fields = {}) const {
    if (owner_ == nullptr) return;
    with_pairs(fields, [&](const jf_kv* pairs, uint32_t count) {
      owner_->ops().log(owner_->ctx(), id_, level, to_str(msg), pairs, count);
    });
  }

 private:
  void end(uint32_t kind, std::string_view code, std::string_view message, std::string_view variables) noexcept {
    jf_outcome outcome = empty_outcome(kind);
    outcome.code = to_str(code);
    outcome.message = to_str(message);
    outcome.variables_json = to_str(variables);
    answer(outcome);
  }

  void answer(jf_outcome outcome) noexcept {
    core* owner = std::exchange(owner_, nullptr);
    if (owner == nullptr) return;
    outcome.cookie = cookie_;
    owner->ops().complete(owner->ctx(), id_, &outcome);
    frame_->op_leaves(true);
    owner->leave();
  }

  void drop() noexcept {
    core* owner = std::exchange(owner_, nullptr);
    if (owner == nullptr || !frame_->op_leaves(false).left) return;  // the frame answers and leaves for both
    const failure why = std::current_exception() ? describe_dropping_exception() : dropped_op();
    const jf_outcome outcome = to_outcome(why);
    owner->ops().complete(owner->ctx(), id_, &outcome);
    owner->leave();
  }

  static failure describe_dropping_exception() noexcept {
    try {
      std::rethrow_exception(std::current_exception());
    } catch (...) {
      return describe_current_exception();
    }
  }

  core* owner_;  // null once answered or moved from
  jf_op id_;
  execution* frame_;
  uint64_t cookie_ = 0;
};

JF_SDK_END
