#include "isolation/runner/runner.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <thread>

#include "isolation/entry_copy.hpp"
#include "loader/abi_status.hpp"
#include "loader/error_sink.hpp"
#include "loader/errors.hpp"
#include "loader/exception_barrier.hpp"

namespace jackfield::isolation {

Runner::Runner(Conversation& talk, std::string plugin)
    : talk_(talk),
      name_(std::move(plugin)),
      loop_(system_clock()),
      executor_(std::thread::hardware_concurrency()),
      blocking_(BlockingPool::Settings{}),
      control_({.max_threads = 1, .idle_timeout = 24h}),
      ops_(talk),
      host_(talk, ops_, blocking_, executor_, loop_) {}

void Runner::run(std::string copy) {
  loop_.start();
  control_.post([this, copy = std::move(copy)] { load(copy); });
  UniqueFunction<void(Frame)> taker = [this](Frame frame) { take(std::move(frame)); };
  while (talk_.channel().receive(taker)) {
  }
  ::_exit(0);  // the host is gone
}

void Runner::take(Frame frame) {
  const FrameHead& head = frame.head;
  switch (head.type) {
    case FrameType::Create:
      return control_.post([this, order = std::move(frame.body)] { create(order); });
    case FrameType::Start:
      return control_.post([this] { start(); });
    case FrameType::Stop:
      return control_.post([this, token = head.handle] { stop(token); });
    case FrameType::Destroy:
      return control_.post([this] { destroy(); });
    case FrameType::Execute:
      return execute(std::move(frame));
    case FrameType::Cancel:
      ops_.cancel(head.handle);
      return executor_.post(
          [this, op = head.handle, reason = static_cast<std::uint32_t>(head.correlation)] { cancel(op, reason); });
    case FrameType::Ack:
      return executor_.post([this, kept = std::move(frame)] { acknowledge(kept); });
    case FrameType::Reply:
      return talk_.on_reply(std::move(frame));
    case FrameType::Callback:
      return executor_.post([this, kept = std::move(frame)] { call_back(kept); });
    case FrameType::Ping:
      host_.set_log_level(static_cast<std::int32_t>(head.handle));
      return talk_.send(
          {.type = FrameType::Pong, .handle = static_cast<std::uint64_t>(short_calls_.longest().count())});
    default:
      return;
  }
}

// True: it returned.
template <typename Call>
bool Runner::guarded(std::string_view function, Call call) {
  const auto thrown = loader::exception_of([&] { call(); });
  if (thrown) blame(function, *thrown);
  return !thrown;
}

void Runner::step_done(FrameType step, jf_status status, std::string_view message) {
  Encoder out;
  out.put(status);
  out.put(message);
  if (step == FrameType::Load) EntryCopy::put(out, entry_);
  talk_.send({.type = FrameType::StepDone, .handle = static_cast<std::uint64_t>(step)}, out.bytes());
}

void Runner::load(const std::string& copy) {
  Result<loader::Library> library = loader::Library::load(copy);
  if (!library) return step_done(FrameType::Load, JF_ERR_INVALID, library.failure().message);
  library_.emplace(*std::move(library));
  entry_ = library_->entry();
  step_done(FrameType::Load, JF_OK, "");
}

void Runner::create(const Body& order) {
  Decoder in(order.view());
  const jf_str config = in.take<jf_str>();
  if (!host_.set_up(in)) return step_done(FrameType::Create, JF_ERR_INVALID, "the order makes no sense");
  jf_status status = JF_ERR_INTERNAL;
  loader::ErrorSink said;
  const auto thrown =
      loader::exception_of([&] { status = entry_->create(&host_.abi(), config, &plugin_, said.abi()); });
  const bool is_made = !thrown && status == JF_OK && plugin_ != nullptr;
  if (is_made) return step_done(FrameType::Create, JF_OK, "");
  if (status == JF_OK) status = JF_ERR_INTERNAL;
  plugin_ = nullptr;
  step_done(FrameType::Create, status, thrown ? "it threw: " + *thrown : said.message());
}

void Runner::start() {
  const void* outbound = nullptr;
  const void* ack = nullptr;
  jf_status status = JF_ERR_INTERNAL;
  loader::ErrorSink said;
  const auto thrown = loader::exception_of([&] {
    outbound = plugin_->get_extension(plugin_->self, JF_OUTBOUND);
    ack = plugin_->get_extension(plugin_->self, JF_OUTBOUND_ACK);
    outbound_ = static_cast<const jf_outbound*>(outbound);
    ack_ = static_cast<const jf_outbound_ack*>(ack);
    status = plugin_->start(plugin_->self, said.abi());
  });
  if (thrown && status == JF_OK) status = JF_ERR_INTERNAL;
  step_done(FrameType::Start, status, thrown ? "it threw: " + *thrown : said.message());
}

void Runner::stop(jf_token token) {
  guarded("stop", [&] { plugin_->stop(plugin_->self, token); });
}

void Runner::destroy() {
  if (plugin_ != nullptr) guarded("destroy", [&] { plugin_->destroy(plugin_->self); });
  ::_exit(0);  // no destructor of the plugin's may have the last word
}

void Runner::execute(Frame frame) {
  auto op = std::make_shared<RunningOp>();
  op->op = frame.head.handle;
  op->may_wait = (frame.head.flags & kBlocking) != 0;
  op->body = std::move(frame.body);
  Decoder in(op->body.view());
  take_struct(in, op->job);
  ops_.add(op);
  Executor& where = op->may_wait ? static_cast<Executor&>(blocking_) : executor_;
  where.post([this, op] { offer(op); });
}

void Runner::offer(const std::shared_ptr<RunningOp>& op) {
  if (outbound_ == nullptr) return fail(op->op, JF_OUTCOME_ERROR, "the plugin does not offer " JF_OUTBOUND);
  std::optional<ShortCalls::Call> measured;
  if (!op->may_wait) measured.emplace(short_calls_);
  jf_status status = JF_ERR_INTERNAL;
  const auto thrown = loader::exception_of([&] { status = outbound_->execute(plugin_->self, op->op, &op->job); });
  if (thrown) {
    blame("execute", *thrown);
    return fail(op->op, JF_OUTCOME_ERROR,
                fmt::format("{}: connector {} threw in execute: {}",
                            loader::text_of(loader::ErrorCode::ExceptionCrossed), name_, *thrown));
  }
  if (status != JF_OK) on_refusal(op, status);
}

void Runner::on_refusal(const std::shared_ptr<RunningOp>& op, jf_status status) {
  if (!ops_.is_open(op->op)) return;  // it answered before it refused; the answer counts
  if (status != JF_ERR_BUSY) {
    const bool is_input = loader::fault_of(status) == Fault::InvalidInput;
    return fail(op->op, is_input ? JF_OUTCOME_INPUT : JF_OUTCOME_ERROR,
                fmt::format("connector {} refused the job: {}", name_, loader::name_of_status(status)));
  }
  if (ops_.is_cancelled(op->op)) return fail(op->op, JF_OUTCOME_CANCELLED, "");
  loop_.at(Deadline::in(op->busy.next(), system_clock()), [this, op] {
    Executor& where = op->may_wait ? static_cast<Executor&>(blocking_) : executor_;
    where.post([this, op] { ops_.is_cancelled(op->op) ? fail(op->op, JF_OUTCOME_CANCELLED, "") : offer(op); });
  });
}

void Runner::cancel(jf_op op, std::uint32_t reason) {
  if (outbound_ == nullptr || !ops_.is_open(op)) return;
  const ShortCalls::Call measured(short_calls_);
  guarded("cancel", [&] { outbound_->cancel(plugin_->self, op, reason); });
}

void Runner::acknowledge(const Frame& frame) {
  if (ack_ == nullptr || !JF_HAS(ack_, jf_outbound_ack, on_ack) || ack_->on_ack == nullptr) return;
  Decoder in(frame.body.view());
  const auto status = in.take<jf_status>();
  const jf_str detail = in.take<jf_str>();
  const ShortCalls::Call measured(short_calls_);
  guarded("on_ack", [&] { ack_->on_ack(plugin_->self, frame.head.handle, status, detail); });
}

void Runner::call_back(const Frame& frame) {
  const auto due = talk_.due(frame.head.handle, frame.head.correlation);
  if (!due) return;
  Decoder in(frame.body.view());
  std::int32_t wish = 1;
  {
    const ShortCalls::Call measured(short_calls_);
    guarded("a callback", [&] { wish = due->function.run(due->function.address, due->user, in); });
  }
  if (due->function.is_last) return;
  talk_.send({.type = FrameType::Taken, .handle = frame.head.handle, .correlation = wish == 0 ? 1U : 0U});
}

// An answer in the plugin's place.
void Runner::fail(jf_op op, std::uint32_t kind, std::string_view message) {
  jf_outcome outcome{};
  outcome.struct_size = sizeof outcome;
  outcome.kind = kind;
  outcome.message = borrow(message);
  outcome.retries = -1;
  outcome.backoff_ms = -1;
  ops_.answer(op, outcome);
}

void Runner::blame(std::string_view function, std::string_view what) {
  Encoder out;
  out.put(function);
  out.put(what);
  talk_.send({.type = FrameType::Misdeed}, out.bytes());
}

}  // namespace jackfield::isolation
