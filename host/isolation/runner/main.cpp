// jackfield-runner: started by the host for one plugin, never by people.
#include <sys/stat.h>

#include <cstdio>
#include <optional>

#include "base/spawn.hpp"
#include "isolation/runner/runner.hpp"
#include "isolation/runner/sandbox.hpp"

namespace {

using namespace jackfield;
using namespace jackfield::isolation;

bool is_started_by_host() {
  struct stat status{};
  return ::fstat(kChildPeer, &status) == 0 && S_ISSOCK(status.st_mode);
}

// The first frame, which is about this process.
std::optional<Frame> first_frame(Channel& channel) {
  std::optional<Frame> first;
  UniqueFunction<void(Frame)> take = [&](Frame frame) { first = std::move(frame); };
  while (!first && channel.receive(take)) {
  }
  return first;
}

}  // namespace

int main() {
  if (!is_started_by_host()) {
    std::fputs("jackfield-runner runs one plugin for a jackfield host, which starts it itself.\n", stderr);
    return 2;
  }
  bind_to_parent();
  Conversation talk{Descriptor(kChildPeer)};
  const std::optional<Frame> order = first_frame(talk.channel());
  if (!order) return 0;
  Decoder in(order->body.view());
  const std::string copy(view(in.take<jf_str>()));
  const std::string id(view(in.take<jf_str>()));
  limit_memory(in.take<std::uint64_t>());
  if (in.take<std::uint8_t>() != 0 && !confine()) std::fputs("system calls could not be confined\n", stderr);
  Runner runner(talk, id);
  runner.run(copy);
}
