#include "worker/worker.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include "base/upper_snake.hpp"
#include "worker/type_worker.hpp"

namespace jackfield::worker {
namespace {

constexpr std::size_t kMaxRetired = 64;

}  // namespace

const Limits& Settings::limits_of(const JobType& type) const {
  const auto own = limits_by_type.find(upper_snake(type.text));
  return own == limits_by_type.end() ? limits : own->second;
}

struct Worker::State : std::enable_shared_from_this<State> {
  State(Settings settings, Collaborators with) : desk(std::make_shared<Desk>(std::move(settings), std::move(with))) {}

  void on_catalog(const loader::Catalog& catalog);
  void stop_asking();

  const std::shared_ptr<Desk> desk;

  Mutex mutex;
  bool is_closed JF_GUARDED_BY(mutex) = false;
  std::map<JobType, std::shared_ptr<TypeWorker>> types JF_GUARDED_BY(mutex);
  std::deque<std::shared_ptr<TypeWorker>> retired JF_GUARDED_BY(mutex);  // jobs for them may still be on their way
};

void Worker::State::on_catalog(const loader::Catalog& catalog) {
  std::vector<std::shared_ptr<TypeWorker>> opened;
  std::vector<std::shared_ptr<TypeWorker>> closed;
  {
    MutexLock lock(mutex);
    if (is_closed) return;
    std::erase_if(types, [&](const auto& entry) {
      const loader::Catalog::Entry* now = catalog.find(entry.first);
      if (now != nullptr && entry.second->fits(now->connector->info())) return false;
      closed.push_back(entry.second);
      return true;
    });
    for (const auto& [type, entry] : catalog.entries()) {
      if (types.contains(type) || !desk->settings.selection.serves(type)) continue;
      opened.push_back(TypeWorker::make(desk, entry.connector->info()));
      types.emplace(type, opened.back());
    }
    retired.insert(retired.end(), closed.begin(), closed.end());
    while (retired.size() > kMaxRetired) retired.pop_front();
  }
  for (const auto& type : closed) type->close();
  for (const auto& type : opened) type->open();
}

void Worker::State::stop_asking() {
  std::vector<std::shared_ptr<TypeWorker>> all;
  {
    MutexLock lock(mutex);
    is_closed = true;
    for (const auto& [type, worker] : types) all.push_back(worker);
  }
  for (const auto& worker : all) worker->close();
}

Worker::Worker(Settings settings, Collaborators collaborators)
    : state_(std::make_shared<State>(std::move(settings), std::move(collaborators))) {}

Worker::~Worker() {
  state_->stop_asking();
}

void Worker::start() {
  state_->desk->with.catalogs.subscribe([state = state_->weak_from_this()](const loader::Catalog& catalog) {
    if (const auto alive = state.lock()) alive->on_catalog(catalog);
  });
}

bool Worker::drain(Deadline by) {
  Desk& desk = *state_->desk;
  desk.is_draining = true;
  state_->stop_asking();
  const milliseconds left = by.remaining(desk.with.clock);
  const milliseconds reserve = std::min(desk.settings.hand_back_reserve, left / 2);
  if (!desk.gate.wait_until(Deadline(by.at() - reserve))) desk.stop.request_stop();
  const bool is_empty = desk.gate.wait_until(by);
  desk.gate.close();
  desk.reporter.stop_trying_again();
  return is_empty;
}

std::size_t Worker::in_flight() const {
  return state_->desk->gate.inside();
}

bool Worker::serves(const JobType& type) const {
  return state_->desk->settings.selection.serves(type);
}

std::vector<Tally> Worker::tallies() const {
  return state_->desk->tallies();
}

}  // namespace jackfield::worker
