#pragma once

// Which secrets an element may use: those that its own inputs name in the model.
//
// It keeps data that a process carries from asking for secrets that its author never meant. What a model names is read
// once per process definition and kept, since a definition never changes.
//
//   filter.allowed(job.process_definition, job.element_id, [](Result<AllowList> names) { … });
//
// Life     build, use, destroy; nobody may still wait for an answer when it is destroyed.
// Threads  any. `done` runs once: at once if the definition is known, else where the models answer.
// Borrows  the models, which outlive it.

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/mutex.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "log/log.hpp"
#include "secrets/secrets.hpp"

namespace jackfield::secrets {

using NamesByElement = std::map<std::string, std::shared_ptr<const Names>, std::less<>>;

// All names of the references in a text, of both forms.
Names names_in(std::string_view text);

class Models {
 public:
  virtual ~Models() = default;

  // The names that each element's inputs hold. `done` runs once, on any thread.
  virtual void find_names(ProcessDefinitionKey definition, UniqueFunction<void(Result<NamesByElement>)> done) = 0;
};

enum class FilterMode {
  Disabled,  // everything is allowed, no model is asked for
  Lax,       // as long as the model cannot be read everything is allowed, and the log says so
  Strict     // as long as the model cannot be read nothing works
};

struct FilterSettings {
  FilterMode mode = FilterMode::Disabled;
  std::size_t most_models = 1000;  // kept; the one not used for the longest time goes
};

class Filter {
 public:
  using Done = UniqueFunction<void(Result<AllowList>)>;

  Filter(FilterSettings settings, Models& models, log::Logger log);

  bool is_on() const noexcept { return settings_.mode != FilterMode::Disabled; }

  // An element that the model does not have, or that is no task made from a template, may use nothing.
  void allowed(ProcessDefinitionKey definition, std::string element_id, Done done);

 private:
  struct Waiting {
    std::string element_id;
    Done done;
  };
  struct Entry {
    std::shared_ptr<const NamesByElement> names;  // null while the model is on its way
    std::uint64_t last_use = 0;
    std::vector<Waiting> waiting = {};
  };

  void on_model(ProcessDefinitionKey definition, Result<NamesByElement> names);
  Result<AllowList> without_model(const Failure& why) const;
  void make_room() JF_REQUIRES(mutex_);

  Models& models_;

  // Constant after construction.
  const FilterSettings settings_;
  const log::Logger log_;

  Mutex mutex_;
  std::map<ProcessDefinitionKey, Entry> entries_ JF_GUARDED_BY(mutex_);
  std::uint64_t uses_ JF_GUARDED_BY(mutex_) = 0;
};

}  // namespace jackfield::secrets
