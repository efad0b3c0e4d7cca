#pragma once

// Plays golden cases to a runtime that works for the scripted gateway, one at a time, and records its answers.
//
// The runtime finds gateway, HTTP server and document store under the ports of this object, which it must be started
// with. One thread.

#include "support/golden/case.hpp"
#include "support/golden/document_store.hpp"
#include "support/golden/http_site.hpp"
#include "support/scripted_gateway.hpp"

namespace jackfield::test::golden {

class Player {
 public:
  // The environment that a runtime needs to work for this world, with the secrets of that file.
  std::map<std::string, std::string> environment(const std::filesystem::path& secrets) const;

  // True once the runtime asks for jobs of that type.
  bool is_asked_for(const std::string& job_type) const;

  // In the shape of "expect".
  Json play(const Case& next);

 private:
  void script(const Case& next);
  Seen wait_for_the_end(std::int64_t key, const Case& of) const;
  Json recorded(const Seen& seen, std::int64_t key) const;

  ScriptedGateway gateway_;
  HttpSite site_;
  DocumentStore store_;
  std::int64_t last_key_ = 2251799813685248;
};

}  // namespace jackfield::test::golden
