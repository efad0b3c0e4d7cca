#include "outbound/outbound.hpp"

#include "outbound/execution.hpp"

namespace jackfield::outbound {

struct Outbound::State {
  std::shared_ptr<Room> room;
};

Outbound::Outbound(Settings settings, Collaborators collaborators)
    : state_(new State{std::make_shared<Room>(settings, std::move(collaborators))}) {}

Outbound::~Outbound() = default;

void Outbound::run(Job job, loader::ConnectorLease lease, std::stop_token stop, Ended done) {
  std::make_shared<Execution>(state_->room, std::move(job), std::move(lease), std::move(stop), std::move(done))
      ->start();
}

std::size_t Outbound::in_flight() const noexcept {
  return state_->room->in_flight.load();
}

}  // namespace jackfield::outbound
