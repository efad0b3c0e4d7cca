#pragma once

// The floor: what libcurl alone costs a program that sends GET requests and keeps many in flight.
//
// One thread, the multi interface driven by epoll as its manual shows, an easy handle per request in flight that is
// used again, default settings; bodies are read into memory.

#include <cstddef>
#include <memory>
#include <string>

#include "base/clock.hpp"

namespace jackfield::bench {

struct LoopResult {
  nanoseconds cpu{0};  // of this process meanwhile
  nanoseconds wall{0};
  std::size_t failed = 0;  // no 200
};

class CurlLoop {
 public:
  CurlLoop(std::string url, std::size_t in_flight);
  ~CurlLoop();

  // Sends so many and returns when all are answered. Connections stay open for the next call.
  LoopResult run(std::size_t requests);

 private:
  class Engine;
  const std::unique_ptr<Engine> engine_;
};

}  // namespace jackfield::bench
