#pragma once

// Holds a job's input against the JSON Schema of its connector.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/mutex.hpp"
#include "base/result.hpp"

namespace jackfield::outbound {

// Compiled schemas by their text. Threads: any. As many as there are connectors; when there are too many it starts
// over.
class InputSchemas {
 public:
  // InvalidInput lists what is wrong, each with the path of the field. Internal: the schema itself is unusable.
  Result<void> check(const std::string& schema, std::string_view variables);

 private:
  class Compiled;

  std::shared_ptr<const Compiled> compiled(const std::string& schema);

  Mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const Compiled>> compiled_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::outbound
