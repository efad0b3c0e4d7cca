#include "loader/in_process_connector.hpp"

#include <fmt/format.h>
#include <jackfield/outbound.h>

#include <new>
#include <nlohmann/json.hpp>

#include "base/host_threads.hpp"
#include "loader/abi_status.hpp"
#include "loader/errors.hpp"
#include "loader/exception_barrier.hpp"
#include "loader/plugin_call.hpp"

namespace jackfield::loader {
namespace {

constexpr milliseconds kDispatchBudget{JF_DISPATCH_BUDGET_MS};

static_assert(sizeof(jf_job) <= sizeof(OpTable::Scratch), "the job as the plugin sees it lives in the op's slot");

jf_str shown(const std::string& text) noexcept {
  return {text.data(), text.size()};
}

jf_str shown_if_present(const std::string& text) noexcept {
  return text.empty() ? jf_str{nullptr, 0} : shown(text);
}

jf_job abi_job(const Job& job, std::uint32_t connector) noexcept {
  return {.struct_size = sizeof(jf_job),
          .connector = connector,
          .type = shown(job.type.text),
          .variables_json = shown(job.variables),
          .headers_json = shown(job.custom_headers),
          .bpmn_process_id = shown(job.bpmn_process_id),
          .element_id = shown(job.element_id),
          .tenant_id = shown(job.tenant_id),
          .lease_token = shown_if_present(job.lease_token),
          .job_key = job.key.value,
          .process_instance_key = job.process_instance.value,
          .process_definition_key = job.process_definition.value,
          .element_instance_key = job.element_instance.value,
          .process_definition_version = job.process_definition_version,
          .retries = job.retries,
          .deadline_mono_ns = static_cast<std::uint64_t>(job.deadline.at().time_since_epoch().count())};
}

std::string ack_detail(const Failure& failure) {
  return nlohmann::json{{"reason", failure.message}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

InProcessConnector::InProcessConnector(ConnectorInfo info, Target target, Collaborators collaborators)
    : info_(std::move(info)),
      target_(target),
      with_(std::move(collaborators)),
      may_block_(info_.mode == ExecutionMode::Blocking) {}

void InProcessConnector::move_to_blocking() noexcept {
  if (may_block_.exchange(true)) return;
  with_.log.warn("connector was moved to the threads that may block",
                 {{"plugin", info_.plugin_id}, {"type", info_.type.text}});
}

Result<void> InProcessConnector::execute(OpId op, const Job& job) noexcept {
  const auto* shown_job = new (with_.ops.scratch(op).data()) jf_job(abi_job(job, target_.index));
  jf_status status = JF_ERR_INTERNAL;
  const TimePoint began = with_.clock == nullptr ? TimePoint{} : with_.clock->now();
  const auto thrown = exception_of([&] {
    const InsidePlugin mark({with_.tag, "execute", job.key.value, op.value, this_thread_may_block()});
    status = target_.table->execute(target_.self, op.value, shown_job);
  });
  if (with_.clock != nullptr) note_length(with_.clock->now() - began);
  if (thrown) return exception_crossed("execute", *thrown);
  if (status == JF_OK) return {};
  return Failure{fault_of(status),
                 fmt::format("connector {} refused the job: {}", info_.plugin_id, name_of_status(status))};
}

void InProcessConnector::cancel(OpId op, CancelReason reason) noexcept {
  const auto thrown = exception_of([&] {
    const InsidePlugin mark({.tag = with_.tag, .function = "cancel", .may_block = this_thread_may_block()});
    target_.table->cancel(target_.self, op.value, static_cast<std::uint32_t>(reason));
  });
  if (thrown) exception_crossed("cancel", *thrown);
}

void InProcessConnector::acknowledge(std::uint64_t cookie, const Result<void>& how) noexcept {
  if (target_.ack == nullptr) return;
  const jf_status status = how ? JF_OK : status_of(how.failure().fault);
  const std::string detail = how ? std::string() : ack_detail(how.failure());
  const auto thrown = exception_of([&] {
    const InsidePlugin mark({.tag = with_.tag, .function = "on_ack", .may_block = this_thread_may_block()});
    target_.ack->on_ack(target_.self, cookie, status, shown_if_present(detail));
  });
  if (thrown) exception_crossed("on_ack", *thrown);
}

void InProcessConnector::note_length(nanoseconds length) {
  if (with_.call_seconds != nullptr) with_.call_seconds->observe(std::chrono::duration<double>(length).count());
  if (length <= kDispatchBudget || this_thread_may_block() || has_been_slow_.exchange(true)) return;
  with_.log.warn("connector took long in a call that must not block",
                 {{"plugin", info_.plugin_id}, {"type", info_.type.text}, {"took_ms", length}});
}

Failure InProcessConnector::exception_crossed(std::string_view function, const std::string& what) noexcept {
  with_.lifecycle.on_strike(info_.generation, Strike::Exception);
  with_.log.error("plugin let an exception out", {{"code", text_of(ErrorCode::ExceptionCrossed)},
                                                  {"plugin", info_.plugin_id},
                                                  {"version", info_.plugin_version},
                                                  {"function", function},
                                                  {"what", what}});
  return {Fault::Internal, fmt::format("{}: connector {} threw in {}: {}", text_of(ErrorCode::ExceptionCrossed),
                                       info_.plugin_id, function, what)};
}

}  // namespace jackfield::loader
