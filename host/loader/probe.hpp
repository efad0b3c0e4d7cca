#pragma once

// Tries a plugin file in a short-lived child process before the host loads it.
//
// What no inspection can foresee (a constructor that throws, exits, crashes or hangs; a second copy that cannot live
// beside the first) happens to the child. Only a complete report lets a file pass. Where processes cannot be started
// the inspection must do, which is said once.
//
// Control thread only; it waits for the child.

#include <filesystem>
#include <optional>

#include "base/clock.hpp"
#include "loader/errors.hpp"
#include "log/log.hpp"

namespace jackfield::loader {

class Probe {
 public:
  struct Settings {
    std::filesystem::path program;  // runs run_probe_child() when called with kProbeVerb; empty: nothing is probed
    milliseconds limit = 2s;
  };

  // The clock outlives this.
  Probe(Settings settings, const Clock& clock, log::Logger log);

  // Nothing: let it in. `active`: the copy of the generation that serves and will live beside it; may be empty.
  // `configuration`: the file it is made with; may be empty.
  std::optional<Rejection> try_out(const std::filesystem::path& copy, const std::filesystem::path& active,
                                   const std::filesystem::path& configuration = {});

 private:
  void give_up(const std::string& reason);

  const Settings settings_;
  const Clock& clock_;
  const log::Logger log_;
  bool is_possible_ = true;
};

}  // namespace jackfield::loader
