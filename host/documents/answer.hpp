#pragma once

// Answers later, on the executor. Threads: any.

#include <optional>
#include <utility>

#include "base/executor.hpp"
#include "documents/store.hpp"

namespace jackfield::documents {

template <typename T>
void answer(Executor& executor, UniqueFunction<void(Result<T>)> done, Result<T> result) {
  executor.post([done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
}

template <typename T>
void answer(Executor& executor, UniqueFunction<void(Result<T>)> done, Failure failure) {
  answer(executor, std::move(done), Result<T>(std::move(failure)));
}

// Why nobody waits any more; nothing as long as somebody does.
inline std::optional<Failure> impatience(const Patience& patience, const Clock& clock) {
  if (patience.stop.stop_requested()) return Failure{Fault::Cancelled, "the document operation was cancelled"};
  if (patience.deadline.has_passed(clock)) {
    return Failure{Fault::DeadlineExceeded, "the document operation took too long"};
  }
  return std::nullopt;
}

}  // namespace jackfield::documents
