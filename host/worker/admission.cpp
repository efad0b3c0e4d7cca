#include "worker/admission.hpp"

namespace jackfield::worker {
namespace {

std::shared_ptr<Pace> make_pace(const JobType& type, const Limits& limits, const Collaborators& with,
                                const Admission::Hooks& hooks) {
  return limits.rate ? std::make_shared<Pace>(*limits.rate, type, with, hooks.on_room) : nullptr;
}

std::shared_ptr<TypeBreaker> make_breaker(const JobType& type, const Limits& limits, const Collaborators& with,
                                          const Admission::Hooks& hooks) {
  return limits.breaker ? std::make_shared<TypeBreaker>(*limits.breaker, type, with, hooks.on_change) : nullptr;
}

}  // namespace

Ticket& Ticket::operator=(Ticket&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  permit_ = std::move(other.permit_);
  from_ = std::move(other.from_);
  pass_ = other.pass_;
  is_used_ = other.is_used_;
  return *this;
}

void Ticket::use() {
  if (from_ == nullptr || std::exchange(is_used_, true)) return;
  if (from_->pace_) from_->pace_->use();
}

void Ticket::judge(Breaker::Verdict verdict) {
  if (from_ == nullptr || !pass_) return;
  from_->breaker_->leave(*std::exchange(pass_, std::nullopt), verdict);
}

void Ticket::give_back() noexcept {
  if (from_ == nullptr) return;
  judge(Breaker::Verdict::Unknown);
  if (!is_used_ && from_->pace_) from_->pace_->give_back();
  from_ = nullptr;
}

Admission::Admission(const JobType& type, const Limits& limits, std::size_t permits, const Collaborators& with,
                     Hooks hooks)
    : permits_(permits),
      pace_(make_pace(type, limits, with, hooks)),
      breaker_(make_breaker(type, limits, with, hooks)) {}

std::vector<Ticket> Admission::try_take_up_to(std::size_t most) {
  std::optional<Breaker::Pass> pass;
  if (breaker_) {
    pass = breaker_->enter();
    if (!pass) return {};
    if (!breaker_->is_closed()) most = 1;
  }
  std::vector<Ticket> taken = tickets(pace_ ? pace_->hold_up_to(most) : most, pass);
  if (taken.empty() && pass) breaker_->leave(*pass, Breaker::Verdict::Unknown);
  return taken;
}

std::vector<Ticket> Admission::tickets(std::size_t tokens, std::optional<Breaker::Pass> pass) {
  std::vector<Permit> permits = permits_.try_take_up_to(tokens);
  if (pace_) {
    for (std::size_t left = permits.size(); left < tokens; ++left) pace_->give_back();
  }
  std::vector<Ticket> taken;
  taken.reserve(permits.size());
  for (Permit& permit : permits) taken.emplace_back(std::move(permit), self(), pass);
  return taken;
}

void Admission::when_free(UniqueFunction<void(Ticket)> taker) {
  if (!pace_ && !breaker_) {
    return permits_.when_free(
        [taker = std::move(taker)](Permit permit) mutable { taker(Ticket(std::move(permit), nullptr, std::nullopt)); });
  }
  Task wait_for_permit = [self = shared_from_this(), taker = std::move(taker)]() mutable {
    PermitPool& permits = self->permits_;
    permits.when_free([self = std::move(self), taker = std::move(taker)](Permit permit) mutable {
      // Whoever may not ask just now is about to be told; it gets its ticket all the same, but no say.
      std::optional<Breaker::Pass> pass;
      if (self->breaker_ && self->lets_stream()) pass = self->breaker_->enter();
      std::shared_ptr<Admission> from = self->self();
      taker(Ticket(std::move(permit), std::move(from), pass));
    });
  };
  if (pace_) return pace_->when_free(std::move(wait_for_permit));
  wait_for_permit();
}

void Admission::close() {
  permits_.close();
  if (pace_) pace_->close();
  if (breaker_) breaker_->close();
}

}  // namespace jackfield::worker
