#include "isolation/owed.hpp"

namespace jackfield::isolation {
namespace {

constexpr std::size_t kMostUnderWay = 16;  // pieces that the runner has not taken yet
constexpr milliseconds kPatience = 5s;     // with a runner that takes none

}  // namespace

void Debts::on_taken(std::uint64_t pending, bool wants_more) {
  MutexLock lock(mutex_);
  const auto found = flows_.find(pending);
  if (found == flows_.end()) return;
  if (found->second.under_way > 0) --found->second.under_way;
  if (!wants_more) found->second.is_wanted = false;
  taken_.notify_all();
}

void Debts::forget() {
  MutexLock lock(mutex_);
  channel_ = nullptr;
  taken_.notify_all();
}

void Debts::send(std::uint64_t pending, std::uint32_t which, std::string_view arguments) {
  MutexLock lock(mutex_);
  flows_.erase(pending);
  if (channel_ == nullptr) return;
  channel_->send({.type = FrameType::Callback, .handle = pending, .correlation = which}, arguments);
}

bool Debts::send_piece(std::uint64_t pending, std::uint32_t which, std::string_view arguments) {
  MutexLock lock(mutex_);
  Flow& flow = flows_[pending];
  while (channel_ != nullptr && flow.is_wanted && flow.under_way >= kMostUnderWay) {
    if (taken_.wait_for(mutex_, kPatience) == std::cv_status::timeout) flow.is_wanted = false;
  }
  if (channel_ == nullptr || !flow.is_wanted) return false;
  ++flow.under_way;
  channel_->send({.type = FrameType::Callback, .handle = pending, .correlation = which}, arguments);
  return true;
}

void Owed::pay(Owed* owed, std::uint32_t which, std::string_view arguments) {
  const std::unique_ptr<Owed> last(owed);
  last->debts_->send(last->pending_, which, arguments);
}

std::int32_t Owed::pay_piece(std::uint32_t which, std::string_view arguments) {
  return debts_->send_piece(pending_, which, arguments) ? 0 : 1;
}

}  // namespace jackfield::isolation
