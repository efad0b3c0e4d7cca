#pragma once

// Where a plugin's code runs: in the host, or in a process of its own.
//
// What cannot run in the host gets a process, and what its author keeps in the host stays there; between the two the
// setting decides. Automatic means the host, until this content of the file has ended it once.

#include "loader/errors.hpp"
#include "loader/inspect.hpp"
#include "loader/isolation_mode.hpp"

namespace jackfield::loader {

enum class Place { Host, OwnProcess };

struct PlaceQuestion {
  const Inspection& inspection;
  IsolationMode mode = IsolationMode::Automatic;
  bool is_blamed = false;    // this content ended the host before
  bool can_isolate = false;  // processes can be had
};

// Rejected: it may not run in the host, and cannot have a process.
Judged<Place> place_of(const PlaceQuestion& question);

}  // namespace jackfield::loader
