#include "support/grpc/scripted_calls.hpp"

#include <algorithm>
#include <chrono>

namespace jackfield::test {
namespace {

using Lock = std::lock_guard<std::recursive_mutex>;

std::int64_t lock_end(std::int64_t timeout_ms) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count() + timeout_ms;
}

}  // namespace

void ScriptedPoll::start(const grpc::Status& scripted, std::int64_t hang_ms) {
  if (service_.is_silent_) return;
  if (!scripted.ok()) return end(scripted);
  offer();
  if (has_had_jobs_ && !service_.keeps_polls_open_) return;
  if (hang_ms < 0) return end(grpc::Status::OK);
  const auto until = std::chrono::system_clock::now() + std::chrono::milliseconds(hang_ms == 0 ? 10'000 : hang_ms);
  alarm_.Set(until, [poll = weak_from_this()](bool is_due) {
    const auto self = poll.lock();
    if (is_due && self != nullptr) self->end(grpc::Status::OK);
  });
}

bool ScriptedPoll::take_batch() {
  auto& batches = service_.batches_;
  const auto batch = std::find_if(batches.begin(), batches.end(), [this](const pb::ActivateJobsResponse& it) {
    return it.jobs_size() <= left_ && it.jobs_size() > 0 && it.jobs(0).type() == type_;
  });
  if (batch == batches.end()) return false;
  writing_ = std::move(*batch);
  batches.erase(batch);
  left_ -= writing_.jobs_size();
  for (pb::ActivatedJob& job : *writing_.mutable_jobs()) job.set_deadline(lock_end(timeout_));
  return true;
}

void ScriptedPoll::offer() {
  if (service_.is_silent_ || is_writing_ || is_finished_ || ending_ != nullptr || !take_batch()) return;
  is_writing_ = true;
  has_had_jobs_ = true;
  StartWrite(&writing_);
}

void ScriptedPoll::move_on() {
  if (is_writing_ || is_finished_ || ending_ == nullptr) return;
  is_finished_ = true;
  Finish(*ending_);
}

void ScriptedPoll::end(const grpc::Status& status) {
  const Lock lock(service_.mutex_);
  if (ending_ == nullptr) ending_ = std::make_unique<grpc::Status>(status);
  move_on();
}

void ScriptedPoll::OnWriteDone(bool ok) {
  const Lock lock(service_.mutex_);
  is_writing_ = false;
  if (!ok) return end({grpc::StatusCode::CANCELLED, "the peer is gone"});
  offer();
  if (!is_writing_ && !service_.keeps_polls_open_) end(grpc::Status::OK);
  move_on();
}

void ScriptedPoll::OnCancel() {
  end({grpc::StatusCode::CANCELLED, "cancelled"});
}

void ScriptedPoll::OnDone() {
  const auto self = shared_from_this();  // until the lock is open again
  alarm_.Cancel();
  const Lock lock(service_.mutex_);
  service_.polls_.erase(self);
  service_.changed_.notify_all();
}

void ScriptedStream::offer() {
  if (is_writing_ || is_finished_ || ending_ != nullptr) return;
  auto& jobs = service_.pushed_;
  const auto job = std::find_if(jobs.begin(), jobs.end(), [this](const auto& it) { return it.type() == type_; });
  if (job == jobs.end()) return;
  writing_ = std::move(*job);
  jobs.erase(job);
  if (writing_.deadline() == 0) writing_.set_deadline(lock_end(timeout_));
  is_writing_ = true;
  StartWrite(&writing_);
}

void ScriptedStream::move_on() {
  if (is_writing_ || is_finished_ || ending_ == nullptr) return;
  is_finished_ = true;
  Finish(*ending_);
}

void ScriptedStream::end(const grpc::Status& status) {
  const Lock lock(service_.mutex_);
  if (ending_ == nullptr) ending_ = std::make_unique<grpc::Status>(status);
  move_on();
}

void ScriptedStream::OnWriteDone(bool ok) {
  const Lock lock(service_.mutex_);
  is_writing_ = false;
  if (ok) {
    ++service_.seen_.jobs_written;
    service_.changed_.notify_all();
    offer();
    return move_on();
  }
  service_.pushed_.push_front(writing_);  // as a broker does: the job is free again
  end({grpc::StatusCode::CANCELLED, "the peer is gone"});
}

void ScriptedStream::OnCancel() {
  end({grpc::StatusCode::CANCELLED, "cancelled"});
}

void ScriptedStream::OnDone() {
  const auto self = shared_from_this();
  const Lock lock(service_.mutex_);
  service_.streams_.erase(self);
  service_.changed_.notify_all();
}

void ScriptedCommand::end(const grpc::Status& status) {
  const Lock lock(service_.mutex_);
  if (std::exchange(is_finished_, true)) return;
  service_.silent_commands_.erase(this);
  Finish(status);
}

void ScriptedCommand::OnDone() {
  {
    const Lock lock(service_.mutex_);
  }  // whoever called Finish has let go
  delete this;
}

}  // namespace jackfield::test
