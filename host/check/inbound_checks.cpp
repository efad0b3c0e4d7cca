// I01 to I04: inbound connectors.
#include "check/catalogue.hpp"
#include "check/subject.hpp"

namespace jackfield::check {

// Nothing here can activate an inbound connector, so there is nothing that could be watched.
Finding inbound(Subject& subject) {
  for (const loader::ConnectorManifest& connector : subject.manifest().connectors) {
    if (connector.direction == loader::ConnectorManifest::Direction::Inbound) {
      return skip("this host does not run inbound connectors");
    }
  }
  return skip("it has no inbound connectors");
}

}  // namespace jackfield::check
