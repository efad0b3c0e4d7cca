#pragma once

// The HTTP server of the golden cases: answers as a case scripts it, and takes down what it was asked.
//
// A path, or a prefix ending in '*', has a list of answers; the longest match wins, the n-th request to it gets the
// n-th answer and later ones the last. Paths without an entry: 200 and {"ok":true}. README.md describes an answer's
// members.
//
// Threads: any; play() and requests() belong to one case at a time.

#include <map>
#include <mutex>

#include "support/golden/case.hpp"
#include "support/raw_http_server.hpp"

namespace jackfield::test::golden {

// The bytes of a scripted answer to `request`, and what becomes of the connection.
RawAnswer rendered(const Json& answer, const RawRequest& request);

class HttpSite {
 public:
  HttpSite() : server_([this](const RawRequest& request) { return take(request); }) {}

  int port() const noexcept { return server_.port(); }

  // From here on this case's script counts. The case must outlive its being played.
  void play(const Case& next);

  // What came in since, in the shape of "expect".
  Json requests() const;

 private:
  RawAnswer take(const RawRequest& request);
  const Json* next_answer(std::string_view path);  // with mutex_ held

  mutable std::mutex mutex_;
  const Case* case_ = nullptr;
  std::map<std::string, std::size_t> hits_;  // by entry
  Json::List requests_;

  RawHttpServer server_;  // last: its threads use the rest
};

}  // namespace jackfield::test::golden
