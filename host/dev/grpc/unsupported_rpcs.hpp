#pragma once

// The rpcs of the protocol that the embedded gateway does not have; each says so by name.

#include "dev/grpc/messages.hpp"
#include "dev/grpc/status_mapping.hpp"
#include "gateway.grpc.pb.h"

namespace jackfield::dev {

class UnsupportedRpcs : public pb::Gateway::CallbackService {
 public:
  using Context = grpc::CallbackServerContext;
  using Unary = grpc::ServerUnaryReactor;

  Unary* EvaluateDecision(Context* context, const pb::EvaluateDecisionRequest*,
                          pb::EvaluateDecisionResponse*) override {
    return refuse(context, "EvaluateDecision");
  }
  Unary* ModifyProcessInstance(Context* context, const pb::ModifyProcessInstanceRequest*,
                               pb::ModifyProcessInstanceResponse*) override {
    return refuse(context, "ModifyProcessInstance");
  }
  Unary* MigrateProcessInstance(Context* context, const pb::MigrateProcessInstanceRequest*,
                                pb::MigrateProcessInstanceResponse*) override {
    return refuse(context, "MigrateProcessInstance");
  }
  Unary* DeleteResource(Context* context, const pb::DeleteResourceRequest*, pb::DeleteResourceResponse*) override {
    return refuse(context, "DeleteResource");
  }
  Unary* BroadcastSignal(Context* context, const pb::BroadcastSignalRequest*, pb::BroadcastSignalResponse*) override {
    return refuse(context, "BroadcastSignal");
  }
  Unary* EvaluateConditional(Context* context, const pb::EvaluateConditionalRequest*,
                             pb::EvaluateConditionalResponse*) override {
    return refuse(context, "EvaluateConditional");
  }
  Unary* UpdateJobPriority(Context* context, const pb::UpdateJobPriorityRequest*,
                           pb::UpdateJobPriorityResponse*) override {
    return refuse(context, "UpdateJobPriority");
  }

 private:
  static Unary* refuse(Context* context, std::string_view name) {
    Unary* reactor = context->DefaultReactor();
    reactor->Finish(unimplemented(name));
    return reactor;
  }
};

}  // namespace jackfield::dev
