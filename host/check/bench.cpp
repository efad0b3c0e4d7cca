#include "check/bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "check/bench_state.hpp"
#include "check/measures.hpp"
#include "loader/abi_status.hpp"
#include "loader/error_sink.hpp"
#include "loader/negotiation.hpp"

namespace jackfield::check {
namespace {

std::string failed(std::string_view function, const std::string& thrown, const loader::ErrorSink& said,
                   jf_status status) {
  const std::optional<std::string> what = thrown.empty() ? std::nullopt : std::optional(thrown);
  return loader::failed_call(function, what, said.message(), status);
}

}  // namespace

Bench::Bench(const jf_plugin_entry& entry, Options options)
    : options_(options), entry_(entry), state_(std::make_unique<BenchState>(options_)) {
  std::memset(state_->shown.tail, 0xAB, sizeof state_->shown.tail);
  const auto size = static_cast<std::uint32_t>(sizeof(jf_host) + (options_.is_newer_host ? 256 : 0));
  state_->shown.host = jf_host{.struct_size = size,
                               .abi_major = JF_ABI_MAJOR,
                               .abi_minor = JF_ABI_MINOR + (options_.is_newer_host ? 1U : 0U),
                               .flags = options_.flags,
                               .ctx = state_.get(),
                               .name = shown("jackfield check"),
                               .version = shown("1"),
                               .get_extension = [](void* c, const char* id) { return bench_extension(c, id); },
                               .now_mono_ns =
                                   [](void*) {
                                     const auto now = system_clock().now().time_since_epoch();
                                     return static_cast<std::uint64_t>(now.count());
                                   },
                               .log_level = [](void*) -> std::int32_t { return JF_LOG_TRACE; },
                               .log =
                                   [](void* c, std::int32_t, jf_str text, const jf_kv*, std::uint32_t) {
                                     BenchState& state = *static_cast<BenchState*>(c);
                                     state.keep_line(text_of(text));
                                   }};
}

Bench::~Bench() {
  if (is_started_) stop(1s);
  if (is_lost_) {
    static_cast<void>(state_.release());  // somebody may still use it
  } else if (plugin_ != nullptr) {
    destroy();
  }
}

std::optional<std::string> Bench::create(std::string_view config) {
  loader::ErrorSink said;
  const jf_plugin* made = nullptr;
  jf_status status = JF_ERR_INTERNAL;
  state_->enter(Phase::Creating);
  const std::string thrown =
      thrown_by([&] { status = entry_.create(&state_->shown.host, shown(config), &made, said.abi()); });
  state_->enter(Phase::Alive);
  if (!thrown.empty() || status != JF_OK) return failed("create", thrown, said, status);
  if (const auto rejection = loader::check_plugin(made)) return rejection->reason;
  plugin_ = made;
  outbound_ = static_cast<const jf_outbound*>(plugin_->get_extension(plugin_->self, JF_OUTBOUND));
  return std::nullopt;
}

std::optional<std::string> Bench::start() {
  loader::ErrorSink said;
  jf_status status = JF_ERR_INTERNAL;
  const std::string thrown = thrown_by([&] { status = plugin_->start(plugin_->self, said.abi()); });
  if (!thrown.empty() || status != JF_OK) return failed("start", thrown, said, status);
  is_started_ = true;
  return std::nullopt;
}

// As the host does it: what a plugin still waits for is ended when it takes its time.
bool Bench::stop(milliseconds patience) {
  is_started_ = false;
  is_lost_ = true;
  if (!thrown_by([&] { plugin_->stop(plugin_->self, kStopToken); }).empty()) return false;
  const auto has_stopped = [&] {
    const std::lock_guard lock(state_->mutex);
    return state_->is_stopped;
  };
  std::unique_lock lock(state_->mutex);
  state_->changed.wait_for(lock, std::min(patience, milliseconds(500)), [&] { return state_->is_stopped; });
  lock.unlock();
  state_->services.call_all_early();
  is_lost_ = !soon([&] { return has_stopped() && state_->services.outstanding() == 0; }, patience);
  return !is_lost_;
}

void Bench::destroy() {
  is_lost_ = false;
  state_->enter(Phase::Destroying);
  plugin_->destroy(plugin_->self);
  plugin_ = nullptr;
}

Bench::Offered Bench::execute(const Sample& sample, milliseconds time) {
  Offered offered;
  const jf_job* job = nullptr;
  {
    const std::lock_guard lock(state_->mutex);
    offered.op = ++state_->last_op;
    BenchState::Op& op = state_->ops[offered.op];
    op.memory = std::make_unique<JobMemory>(sample, offered.op, system_clock().now() + time, options_.unmaps_jobs);
    job = op.memory->job();
    ++state_->open;
  }
  const TimePoint began = system_clock().now();
  offered.status = JF_ERR_INTERNAL;
  offered.thrown = thrown_by([&] { offered.status = outbound_->execute(plugin_->self, offered.op, job); });
  offered.took = system_clock().now() - began;

  const std::lock_guard lock(state_->mutex);
  BenchState::Op& op = state_->ops.at(offered.op);
  op.is_admitted = true;
  if (op.answer && !options_.unmaps_jobs) op.memory.reset();
  if (!op.answer && (offered.status != JF_OK || !offered.thrown.empty())) {
    --state_->open;
    state_->ops.erase(offered.op);
  }
  return offered;
}

std::string Bench::cancel(jf_op op, std::uint32_t reason) {
  {
    const std::lock_guard lock(state_->mutex);
    const auto found = state_->ops.find(op);
    if (found != state_->ops.end()) found->second.is_cancelled = true;
  }
  return thrown_by([&] { outbound_->cancel(plugin_->self, op, reason); });
}

bool Bench::wait_for_all(milliseconds time) {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, time, [&] { return state_->open == 0; });
}

std::size_t Bench::open_ops() const {
  const std::lock_guard lock(state_->mutex);
  return state_->open;
}

std::optional<Answer> Bench::answer_of(jf_op op) const {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->ops.find(op);
  return found == state_->ops.end() ? std::nullopt : found->second.answer;
}

std::vector<std::string> Bench::faults() const {
  const std::lock_guard lock(state_->mutex);
  return state_->faults;
}

std::vector<std::string> Bench::log_lines() const {
  const std::lock_guard lock(state_->mutex);
  return state_->log;
}

std::vector<std::string> Bench::untimely_calls() const {
  const std::lock_guard lock(state_->mutex);
  return state_->untimely_calls;
}

}  // namespace jackfield::check
