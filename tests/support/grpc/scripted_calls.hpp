#pragma once

// The server's side of single calls of ScriptedService. All of it runs under the service's mutex.

#include <grpcpp/alarm.h>

#include <deque>
#include <memory>

#include "support/grpc/scripted_service.hpp"

namespace jackfield::test {

class ScriptedPoll final : public grpc::ServerWriteReactor<pb::ActivateJobsResponse>,
                           public std::enable_shared_from_this<ScriptedPoll> {
 public:
  ScriptedPoll(ScriptedService& service, const pb::ActivateJobsRequest& request)
      : service_(service), type_(request.type()), left_(request.maxjobstoactivate()), timeout_(request.timeout()) {}

  void start(const grpc::Status& scripted, std::int64_t hang_ms);
  void offer();  // takes what the service has for it
  void end(const grpc::Status& status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  bool take_batch();
  void move_on();

  ScriptedService& service_;
  const std::string type_;
  std::int32_t left_;
  const std::int64_t timeout_;
  grpc::Alarm alarm_;
  pb::ActivateJobsResponse writing_;
  bool is_writing_ = false;
  bool has_had_jobs_ = false;
  bool is_finished_ = false;
  std::unique_ptr<grpc::Status> ending_;  // as soon as nothing is being written
};

class ScriptedStream final : public grpc::ServerWriteReactor<pb::ActivatedJob>,
                             public std::enable_shared_from_this<ScriptedStream> {
 public:
  ScriptedStream(ScriptedService& service, const pb::StreamActivatedJobsRequest& request)
      : service_(service), type_(request.type()), timeout_(request.timeout()) {}

  void offer();
  void end(const grpc::Status& status);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  void move_on();

  ScriptedService& service_;
  const std::string type_;
  const std::int64_t timeout_;
  pb::ActivatedJob writing_;
  bool is_writing_ = false;
  bool is_finished_ = false;
  std::unique_ptr<grpc::Status> ending_;
};

class ScriptedCommand final : public grpc::ServerUnaryReactor {
 public:
  explicit ScriptedCommand(ScriptedService& service) : service_(service) {}

  void end(const grpc::Status& status);
  void OnCancel() override { end({grpc::StatusCode::CANCELLED, "cancelled"}); }
  void OnDone() override;

 private:
  ScriptedService& service_;
  bool is_finished_ = false;
};

}  // namespace jackfield::test
