#include "services/descriptor_watch.hpp"

#include <poll.h>
#include <unistd.h>

#include <exception>

#include "services/host_context.hpp"

namespace jackfield::services {

DescriptorWatch::DescriptorWatch(std::shared_ptr<HostContext> host, WatchCall call, int duplicate, Gate::Pass pass)
    : host_(std::move(host)), call_(call), duplicate_(duplicate), pass_(std::move(pass)), events_(call.events) {}

DescriptorWatch::~DescriptorWatch() {
  ::close(duplicate_);
}

void DescriptorWatch::start() {
  host_->with.loop->post([self = shared_from_this()] { self->begin_watching(); });
}

void DescriptorWatch::modify(std::uint32_t events) {
  {
    MutexLock lock(mutex_);
    events_ = events;
  }
  host_->with.loop->post([self = shared_from_this()] { self->follow_interest(); });
}

void DescriptorWatch::end() {
  {
    MutexLock lock(mutex_);
    events_ = 0;  // no other call comes before the last
  }
  host_->with.loop->post([self = shared_from_this()] { self->stop_watching(); });
}

void DescriptorWatch::begin_watching() {
  Readiness interest;
  {
    MutexLock lock(mutex_);
    if (is_ended_) return;
    interest = interest_locked();
  }
  try {
    id_ = host_->with.loop->watch(duplicate_, interest, [weak = weak_from_this()](Readiness) {
      if (const auto self = weak.lock()) self->tell_later();
    });
  } catch (const std::exception&) {  // the system is out of watches
    stop_watching();
  }
}

void DescriptorWatch::tell_later() {
  {
    MutexLock lock(mutex_);
    if (is_telling_ || is_ended_) return;
    is_telling_ = true;
  }
  host_->with.loop->change(id_, {});
  host_->with.executor.post([self = shared_from_this()] { self->tell(); });
}

void DescriptorWatch::follow_interest() {
  Readiness interest;
  {
    MutexLock lock(mutex_);
    if (is_ended_) return;
    interest = interest_locked();
  }
  host_->with.loop->change(id_, interest);
}

void DescriptorWatch::stop_watching() {
  if (id_ != WatchId::None) host_->with.loop->unwatch(id_);
  bool is_telling = false;
  {
    MutexLock lock(mutex_);
    if (is_ended_) return;
    is_ended_ = true;
    is_telling = is_telling_;
  }
  if (!is_telling) host_->with.executor.post([self = shared_from_this()] { self->tell_end(); });
}

void DescriptorWatch::tell() {
  std::uint32_t wanted = 0;
  {
    MutexLock lock(mutex_);
    wanted = is_ended_ ? 0 : events_;
  }
  if (const std::uint32_t events = wanted == 0 ? 0 : look(wanted); events != 0) {
    host_->callbacks.run_within([&] { call_.ready(call_.user, call_.fd, events); });
  }
  bool is_ended = false;
  {
    MutexLock lock(mutex_);
    is_telling_ = false;
    is_ended = is_ended_;
  }
  if (is_ended) return tell_end();
  host_->with.loop->post([self = shared_from_this()] { self->follow_interest(); });
}

void DescriptorWatch::tell_end() {
  host_->callbacks.run(std::move(pass_), [&] { call_.ready(call_.user, call_.fd, 0); });
}

Readiness DescriptorWatch::interest_locked() const {
  if (is_telling_) return {};
  return {.read = (events_ & JF_REACTOR_READ) != 0, .write = (events_ & JF_REACTOR_WRITE) != 0};
}

// What is true at this moment; the event may be over.
std::uint32_t DescriptorWatch::look(std::uint32_t wanted) const noexcept {
  const bool reads = (wanted & JF_REACTOR_READ) != 0;
  const bool writes = (wanted & JF_REACTOR_WRITE) != 0;
  pollfd what{
      .fd = duplicate_, .events = static_cast<short>((reads ? POLLIN : 0) | (writes ? POLLOUT : 0)), .revents = 0};
  if (::poll(&what, 1, 0) <= 0) return 0;
  std::uint32_t events = 0;
  if (reads && (what.revents & (POLLIN | POLLHUP)) != 0) events |= JF_REACTOR_READ;
  if ((what.revents & POLLOUT) != 0) events |= JF_REACTOR_WRITE;
  if ((what.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) events |= JF_REACTOR_ERROR;
  return events;
}

}  // namespace jackfield::services
