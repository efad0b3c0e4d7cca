#include "isolation/keeper.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/host_threads.hpp"

namespace jackfield::isolation {
namespace {

constexpr milliseconds kLongestWait = 100ms;  // between two looks at what is due

milliseconds limit_of(const Settings& settings, FrameType step) {
  if (step == FrameType::Load) return settings.load_limit;
  return step == FrameType::Create ? settings.create_limit : settings.start_limit;
}

std::string_view name_of(FrameType step) {
  if (step == FrameType::Load) return "loading";
  return step == FrameType::Create ? "create" : "start";
}

std::string_view during(FrameType step) {
  if (step == FrameType::Load) return "while it was loaded";
  return step == FrameType::Create ? "while create ran" : "while start ran";
}

constexpr std::uint64_t kStoppedCall = number_of(2, 0);
static_assert(
    std::is_same_v<std::tuple_element_t<2, std::remove_const_t<decltype(kForwarded)>>::Table, jf_host_lifecycle>);

}  // namespace

Keeper::Keeper(const Settings& settings, Subject subject, loader::LifecycleListener& lifecycle, const Clock& clock,
               log::Logger log)
    : settings_(settings),
      subject_(std::move(subject)),
      lifecycle_(lifecycle),
      clock_(clock),
      log_(log),
      wakeup_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      crashes_(settings_) {}

Keeper::~Keeper() {
  {
    MutexLock lock(mutex_);
    life_ = Life::Leaving;
    leave_by_ = TimePoint::min();
  }
  wake();
  wait_for_end();
}

void Keeper::wait_for_end() {
  if (thread_.joinable()) thread_.join();
}

void Keeper::wake() noexcept {
  const std::uint64_t one = 1;
  static_cast<void>(::write(wakeup_.get(), &one, sizeof one));
}

std::shared_ptr<Session> Keeper::session() const {
  MutexLock lock(mutex_);
  return session_;
}

Keeper::StepEnd Keeper::load() {
  {
    MutexLock lock(mutex_);
    step_by_ = clock_.now() + settings_.load_limit;
  }
  thread_ = std::thread([this] { run(); });
  return take_step(FrameType::Load, {});
}

Keeper::StepEnd Keeper::create(const jf_host& host, std::string_view config) {
  {
    MutexLock lock(mutex_);
    host_ = &host;
    create_order_ = create_order(host, config);
    if (session_) session_->offer(host);
  }
  return take_step(FrameType::Create, create_order(host, config));
}

Keeper::StepEnd Keeper::start() {
  return take_step(FrameType::Start, {});
}

// Load is sent by the thread itself, each time it has a process.
Keeper::StepEnd Keeper::take_step(FrameType step, std::string body) {
  MutexLock lock(mutex_);
  if (step != FrameType::Load && session_) {
    step_end_.reset();
    step_by_ = clock_.now() + limit_of(settings_, step);
    session_->send({.type = step}, body);
    wake();
  }
  while (!step_end_ && !is_over_) changed_.wait(mutex_);
  if (!step_end_) return {.message = "its process has ended", .has_process_ended = true};
  if (step_end_->has_process_ended) {
    return {.message = fmt::format("its process {} {}", step_end_->message, has_started_ ? during(step) : ""),
            .has_process_ended = true,
            .was_too_slow = step_end_->was_too_slow};
  }
  return *std::exchange(step_end_, std::nullopt);
}

void Keeper::stop(jf_token token) {
  std::optional<jf_token> unheard = token;
  {
    MutexLock lock(mutex_);
    life_ = Life::Stopping;
    if (session_ && is_ready_) {
      unheard.reset();
      stop_token_ = token;
      stop_by_ = clock_.now() + settings_.stop_limit;
      session_->send({.type = FrameType::Stop, .handle = token});
    }
  }
  wake();
  if (unheard) lifecycle_.on_stopped(subject_.generation, *unheard);
}

void Keeper::destroy() {
  {
    MutexLock lock(mutex_);
    life_ = Life::Leaving;
    leave_by_ = clock_.now() + settings_.leave_limit;
    if (session_) session_->send({.type = FrameType::Destroy});
  }
  wake();
}

jf_status Keeper::execute(jf_op op, const jf_job& job) {
  Encoder out;
  put_struct(out, job);
  const bool blocks = job.connector < subject_.blocks.size() && subject_.blocks[job.connector];
  std::shared_ptr<Session> session;
  {
    MutexLock lock(mutex_);
    if (!session_ || !is_ready_) return JF_ERR_BUSY;
    session = session_;
    flights_.take_off(op, job.retries);
  }
  session->send({.type = FrameType::Execute, .flags = blocks ? kBlocking : std::uint16_t{0}, .handle = op},
                out.bytes());
  return JF_OK;
}

void Keeper::cancel(jf_op op, std::uint32_t reason) {
  std::shared_ptr<Session> session;
  {
    MutexLock lock(mutex_);
    flights_.tell_to_stop(op, clock_.now());
    session = session_;
  }
  if (session) session->send({.type = FrameType::Cancel, .handle = op, .correlation = reason});
}

void Keeper::acknowledge(std::uint64_t cookie, jf_status status, jf_str detail) {
  Encoder out;
  out.put(status);
  out.put(detail);
  if (const auto to = session()) to->send({.type = FrameType::Ack, .handle = cookie}, out.bytes());
}

void Keeper::run() {
  const HostThread mark;
  while (true) {
    if (start_process()) listen();
    const std::string how = process_ ? process_->end() : std::exchange(condemned_, {});
    process_.reset();
    on_end(how);
    if (!pause()) break;
  }
  MutexLock lock(mutex_);
  is_over_ = true;
  changed_.notify_all();
}

bool Keeper::start_process() {
  Result<Process> started = Process::start(settings_.runner);
  if (!started) {
    condemned_ = "could not be started: " + started.failure().message;
    return false;
  }
  process_.emplace(*std::move(started));
  has_started_ = true;
  heard_at_ = looked_at_ = clock_.now();
  is_gone_ = false;
  condemned_.clear();
  auto session = std::make_shared<Session>(process_->take_socket(), [this] { wake(); });
  session->send({.type = FrameType::Load},
                load_order(subject_.copy, subject_.id, subject_.options.memory_limit, settings_.is_confined));
  board_->change([&](loader::RunnerStatus& status) { status.pid = process_->pid(); });
  MutexLock lock(mutex_);
  if (host_ != nullptr) session->offer(*host_);
  step_by_ = clock_.now() + settings_.load_limit;
  session_ = std::move(session);
  return true;
}

// Until the process is gone, or has to go.
void Keeper::listen() {
  const std::shared_ptr<Session> talk = session();
  UniqueFunction<void(Frame)> take = [this](Frame frame) { on_frame(std::move(frame)); };
  while (!is_gone_ && condemned_.empty()) {
    if (!wait_for_events(*talk)) continue;
    const Result<void> received = talk->channel().receive(take);
    if (received) continue;
    is_gone_ = true;
    if (received.failure().fault == Fault::InvalidInput) condemn("was ended: it sent " + received.failure().message);
  }
}

// True: there is something to receive.
bool Keeper::wait_for_events(Session& session) {
  const bool has_kept = session.channel().has_kept();
  const auto interest = static_cast<short>(has_kept ? POLLIN | POLLOUT : POLLIN);
  std::array<pollfd, 3> events{
      {{session.channel().descriptor(), interest, 0}, {wakeup_.get(), POLLIN, 0}, {process_->output(), POLLIN, 0}}};
  ::poll(events.data(), events.size(), static_cast<int>(kLongestWait.count()));
  if (events[1].revents != 0) {
    std::uint64_t count = 0;
    static_cast<void>(::read(wakeup_.get(), &count, sizeof count));
  }
  if (events[2].revents != 0) process_->read_output();
  if ((events[0].revents & POLLOUT) != 0) session.channel().flush();
  look();
  return (events[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0;
}

void Keeper::on_frame(Frame frame) {
  heard_at_ = clock_.now();
  const auto talk = session();
  switch (frame.head.type) {
    case FrameType::StepDone:
      return on_step_done(frame);
    case FrameType::Outcome:
      return on_outcome(frame);
    case FrameType::Call:
      if (frame.head.handle == kStoppedCall) note_stopped();
      if (!talk->serve(frame)) condemn("was ended: it made a call that makes no sense");
      return;
    case FrameType::Taken:
      return talk->on_taken(frame);
    case FrameType::Pong:
      if (milliseconds(static_cast<std::int64_t>(frame.head.handle)) > settings_.hang) {
        condemn(fmt::format("was ended: it hung for more than {} ms in a call that should be short",
                            settings_.hang.count()));
      }
      return;
    case FrameType::Misdeed:
      return on_misdeed(frame);
    default:
      return condemn("was ended: it sent a frame that makes no sense");
  }
}

void Keeper::on_step_done(const Frame& frame) {
  Decoder in(frame.body.view());
  StepEnd end{.status = in.take<jf_status>(), .message = std::string(view(in.take<jf_str>()))};
  const auto step = static_cast<FrameType>(frame.head.handle);
  if (step == FrameType::Load && !was_loaded_) entry_.emplace(in);
  was_loaded_ = true;
  if (!in.is_good()) return condemn("was ended: its answer makes no sense");
  bool is_revival = false;
  {
    MutexLock lock(mutex_);
    is_revival = life_ == Life::Serving;
    step_by_.reset();
    if (step == FrameType::Start && end.status == JF_OK) {
      is_ready_ = true;
      if (life_ == Life::Starting) life_ = Life::Serving;
    }
    if (!is_revival) step_end_ = end;
    changed_.notify_all();
  }
  if (!is_revival) return;
  if (end.status != JF_OK) return condemn(fmt::format("was ended: {} failed: {}", name_of(step), end.message));
  go_on_with(step);
}

// After a crash nobody asks for the next step.
void Keeper::go_on_with(FrameType done) {
  MutexLock lock(mutex_);
  if (done == FrameType::Start) {
    log_.info("isolated plugin serves again", {{"plugin", subject_.id}, {"pid", process_->pid()}});
    return;
  }
  const FrameType next = done == FrameType::Load ? FrameType::Create : FrameType::Start;
  step_by_ = clock_.now() + limit_of(settings_, next);
  session_->send({.type = next}, next == FrameType::Create ? std::string_view(create_order_) : std::string_view());
}

void Keeper::on_outcome(const Frame& frame) {
  jf_outcome outcome{};
  Decoder in(frame.body.view());
  take_struct(in, outcome);
  if (!in.is_good()) return condemn("was ended: its answer to a job makes no sense");
  const jf_host* host = nullptr;
  {
    MutexLock lock(mutex_);
    flights_.land(frame.head.handle);
    host = host_;
  }
  if (host == nullptr) return;
  const auto* ops = static_cast<const jf_host_ops*>(host->get_extension(host->ctx, JF_HOST_OPS));
  ops->complete(host->ctx, frame.head.handle, &outcome);
}

void Keeper::on_misdeed(const Frame& frame) {
  Decoder in(frame.body.view());
  const jf_str function = in.take<jf_str>();
  const jf_str what = in.take<jf_str>();
  lifecycle_.on_strike(subject_.generation, loader::Strike::Exception);
  log_.error("plugin let an exception out", {{"code", text_of(loader::ErrorCode::ExceptionCrossed)},
                                             {"plugin", subject_.id},
                                             {"version", subject_.version},
                                             {"function", view(function)},
                                             {"what", view(what)}});
}

// It answers for itself.
void Keeper::note_stopped() {
  MutexLock lock(mutex_);
  stop_token_.reset();
}

void Keeper::condemn(std::string why) {
  if (condemned_.empty()) condemned_ = std::move(why);
}

// What may have become due.
void Keeper::look() {
  const TimePoint now = clock_.now();
  std::string why;
  {
    MutexLock lock(mutex_);
    if (step_by_ && now > *step_by_) why = "was ended: it took too long to get ready";
    if (stop_by_ && stop_token_ && now > *stop_by_) why = "was ended: it did not stop";
    if (leave_by_ && now > *leave_by_) why = "was ended";
    if (flights_.is_overdue(now, settings_.cancel_patience)) {
      why = fmt::format("was ended: it did not answer within {} ms after it was told to stop",
                        settings_.cancel_patience.count());
    }
  }
  if (!why.empty()) condemn(std::move(why));
  if (now - looked_at_ >= settings_.ping) look_at_process(now);
}

void Keeper::look_at_process(TimePoint now) {
  looked_at_ = now;
  const std::uint64_t limit = subject_.options.memory_limit;
  if (limit != 0 && process_->resident() > limit) {
    return condemn(fmt::format("was ended: it used more than {} MiB of memory", limit >> 20));
  }
  if (now - heard_at_ > settings_.silence) {
    return condemn(fmt::format("was ended: nothing was heard of it for {} ms", settings_.silence.count()));
  }
  MutexLock lock(mutex_);
  const std::int32_t level = host_ == nullptr ? JF_LOG_ERROR : host_->log_level(host_->ctx);
  session_->send({.type = FrameType::Ping, .handle = static_cast<std::uint64_t>(level)});
}

bool Keeper::was_accident() const {
  MutexLock lock(mutex_);
  return life_ == Life::Serving;
}

void Keeper::on_end(const std::string& how) {
  const bool was_too_slow = condemned_.find("took too long") != std::string::npos;
  const std::string reason = condemned_.empty() ? how : std::exchange(condemned_, {});
  const bool is_accident = was_accident();
  if (is_accident) crashes_.note(clock_.now());
  board_->change([&](loader::RunnerStatus& status) {
    status.pid = 0;
    if (!is_accident) return;
    ++status.restarts;
    status.last_reason = reason;
  });
  answer_flights(reason);
  std::optional<jf_token> unheard;
  {
    MutexLock lock(mutex_);
    unheard = std::exchange(stop_token_, std::nullopt);
    step_end_ = StepEnd{.message = reason, .has_process_ended = true, .was_too_slow = was_too_slow};
    changed_.notify_all();
  }
  if (unheard) lifecycle_.on_stopped(subject_.generation, *unheard);
  if (is_accident) lifecycle_.on_crash(subject_.generation, reason, crashes_.is_too_much());
}

void Keeper::answer_flights(const std::string& reason) {
  std::shared_ptr<Session> ended;
  std::unordered_map<jf_op, Flight> left;
  const jf_host* host = nullptr;
  {
    MutexLock lock(mutex_);
    ended = std::exchange(session_, nullptr);
    is_ready_ = false;
    left = flights_.take_all();
    host = host_;
  }
  if (ended) ended->close();
  const std::string code = text_of(loader::ErrorCode::RunnerCrashed);
  if (was_accident()) {
    log_.error(fmt::format("{} process of plugin {} {} {}", code, subject_.id, subject_.version, reason),
               {{"plugin", subject_.id}, {"jobs", left.size()}, {"again_in", crashes_.pause()}});
  }
  if (host == nullptr) return;
  const auto* ops = static_cast<const jf_host_ops*>(host->get_extension(host->ctx, JF_HOST_OPS));
  const std::string message = fmt::format("{}: the process of connector {} {}", code, subject_.id, reason);
  for (const auto& [op, flight] : left) {
    jf_outcome outcome{};
    outcome.struct_size = sizeof outcome;
    outcome.kind = subject_.options.on_crash == OnCrash::Retry ? JF_OUTCOME_RETRY : JF_OUTCOME_ERROR;
    if (flight.told_to_stop) outcome.kind = JF_OUTCOME_CANCELLED;
    outcome.code = borrow("PLUGIN_CRASHED");
    outcome.message = borrow(message);
    outcome.retries = outcome.kind == JF_OUTCOME_RETRY ? flight.retries : -1;
    outcome.backoff_ms = -1;
    ops->complete(host->ctx, op, &outcome);
  }
}

// False: no other process is to be started.
bool Keeper::pause() {
  const TimePoint until = clock_.now() + crashes_.pause();
  const bool gives_up = crashes_.is_too_much();
  while (true) {
    {
      MutexLock lock(mutex_);
      if (life_ != Life::Serving) return false;
    }
    const auto left = std::chrono::ceil<milliseconds>(until - clock_.now());
    if (left <= 0ms && !gives_up) return true;
    pollfd event{wakeup_.get(), POLLIN, 0};
    ::poll(&event, 1, gives_up ? -1 : static_cast<int>(left.count()));
    std::uint64_t count = 0;
    static_cast<void>(::read(wakeup_.get(), &count, sizeof count));
  }
}

}  // namespace jackfield::isolation
