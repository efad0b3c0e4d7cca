#pragma once

// Hands a response's body to its sink while it comes in, and holds the connection back when the sink is slower.
//
// Threads: `take` and `end` on the loop's; the sink on the executor.

#include <memory>
#include <string>
#include <string_view>

#include "base/executor.hpp"
#include "base/mutex.hpp"
#include "net/body_stream.hpp"

namespace jackfield::net {

class ResponseStream : public std::enable_shared_from_this<ResponseStream> {
 public:
  // `wake` runs, any thread, when there is room again or the sink wants no more.
  ResponseStream(std::shared_ptr<BodySink> sink, Executor& executor, Task wake)
      : sink_(std::move(sink)), executor_(executor), wake_(std::move(wake)) {}

  bool is_full();
  bool is_unwanted();
  void take(std::string_view piece);

  // Runs `last` on the executor after the sink's last piece, which is the one it has in hand unless `with_rest`; false:
  // the sink refused a piece.
  using Last = UniqueFunction<void(bool took_all)>;
  void end(Last last, bool with_rest);

 private:
  void post_turn();
  void turn();

  const std::shared_ptr<BodySink> sink_;
  Executor& executor_;
  Task wake_;

  Mutex mutex_;
  std::string waiting_ JF_GUARDED_BY(mutex_);
  bool is_delivering_ JF_GUARDED_BY(mutex_) = false;
  bool is_unwanted_ JF_GUARDED_BY(mutex_) = false;
  bool was_full_ JF_GUARDED_BY(mutex_) = false;
  Last last_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::net
