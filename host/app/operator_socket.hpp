#pragma once

// The door for operators of a running host: a Unix socket in the loader's own folder, which only its user may enter.
//
// One request per connection, a line of JSON: {"do":"rollback","plugin":"com.example.x"}; one line comes back, with
// "said" or with "failed". `jackfield plugins` speaks it (app/operator_request.hpp).
//
// Life     start, stop, destroy; the loop and the loader run meanwhile.
// Threads  start and stop from main; the rest happens on the loop and on the loader's control thread.

#include <filesystem>
#include <memory>

#include "base/loop.hpp"
#include "base/result.hpp"
#include "loader/loader.hpp"
#include "log/log.hpp"

namespace jackfield::app {

inline constexpr std::string_view kOperatorSocketName = "operator.sock";

class OperatorSocket {
 public:
  // All outlive this.
  OperatorSocket(loader::Loader& loader, Loop& loop, const Clock& clock, log::Logger log);
  ~OperatorSocket();  // as stop()

  Result<void> start(const std::filesystem::path& folder);
  void stop() noexcept;

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace jackfield::app
