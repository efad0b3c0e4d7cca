#pragma once

// A call with one answer. One allocation of ours; it frees itself when the answer has been handed on.
//
//   UnaryCall<CompleteJobResponse>::start(connection, Rpc::Complete, &Stub::async::CompleteJob, request, by,
//                                         [done = …](Result<void> how, CompleteJobResponse&) mutable { … });
//
// `finish` runs once, on a gRPC thread. The request is read before start() returns.

#include <utility>

#include "gateway/grpc/connection.hpp"

namespace jackfield::gateway {

template <typename Response, typename Finish>
class UnaryCall final : public OpenCall {
 public:
  template <typename Request>
  using Method = void (Stub::async::*)(grpc::ClientContext*, const Request*, Response*,
                                       std::function<void(grpc::Status)>);

  template <typename Request>
  static void start(Connection& connection, Rpc rpc, Method<Request> method, const Request& request, Deadline by,
                    Finish finish) {
    auto* call = new UnaryCall(connection, rpc, std::move(finish));
    call->pass_ = connection.prepare(call->context_, by);
    connection.calls.enter(*call);
    (connection.stub->async()->*method)(&call->context_, &request, &call->response_,
                                        [call](const grpc::Status& status) noexcept { call->end(status); });
  }

  void cancel_call() noexcept override { context_.TryCancel(); }

 private:
  UnaryCall(Connection& connection, Rpc rpc, Finish finish)
      : connection_(connection), rpc_(rpc), finish_(std::move(finish)) {}

  // What the caller gave dies before the call leaves: afterwards the gateway may be gone.
  void end(const grpc::Status& status) noexcept {
    {
      Finish finish = std::move(finish_);
      finish(connection_.ended(rpc_, status, pass_), response_);
    }
    const OpenCalls::Farewell farewell = connection_.calls.leave(*this);
    delete this;
  }

  Connection& connection_;
  const Rpc rpc_;
  Finish finish_;
  Pass pass_;
  grpc::ClientContext context_;
  Response response_;
};

}  // namespace jackfield::gateway
