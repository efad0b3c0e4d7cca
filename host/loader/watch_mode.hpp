#pragma once

// How plugin folders are followed.

namespace jackfield::loader {

enum class WatchMode {
  Automatic,  // by events, and by looking more often where none come
  Events,     // by events; looking now and then all the same
  Poll,       // by looking
  Off,        // at the start, and when an operator asks
};

}  // namespace jackfield::loader
