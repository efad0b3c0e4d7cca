#include "loader/keep_for_ever.hpp"

#include <utility>
#include <vector>

#include "base/mutex.hpp"

namespace jackfield::loader {

void keep_for_ever(std::shared_ptr<void> object) {
  // On the heap and reachable: nothing is destroyed at the end of the process, and no leak is reported.
  static auto* const mutex = new Mutex;
  static auto* const kept = new std::vector<std::shared_ptr<void>>;
  MutexLock lock(*mutex);
  kept->push_back(std::move(object));
}

}  // namespace jackfield::loader
