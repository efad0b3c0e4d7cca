#pragma once

// Replaces secret references by values from providers and knows what must be masked.
//
// A reference is {{secrets.NAME}} or secrets.NAME, anywhere in the JSON text of a job's variables. The value goes in
// escaped for a JSON string; how far values that are references themselves are followed is told in replacement.hpp.
//
//   Result<std::string> ready = secrets.replace(job.variables, scope);   // before the connector runs
//   Result<Masker> masker = secrets.masker(job.variables, scope);        // when it has failed
//   report(masker->in_text(message), masker->in_json(error_variables));
//
// Life     build with the providers, then constant. Threads: any.
// Owns     the providers. Borrows the redactor, which outlives it.
// Faults   InvalidInput: the job's own fault, trying again will not help. Others come from providers.

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/secret_text.hpp"

namespace jackfield::secrets {

class Redactor;
class Needles;

// Whose secrets: what tenant- and process-aware providers add to a name. Borrowed texts.
struct Scope {
  std::string_view tenant_id;
  std::string_view bpmn_process_id;
  std::string_view physical_tenant;
};

using Names = std::set<std::string, std::less<>>;

// The names that one element may use. References to others stay as they are. Cheap to copy.
class AllowList {
 public:
  static AllowList all() { return AllowList(); }
  explicit AllowList(Names names) : names_(std::make_shared<const Names>(std::move(names))) {}
  explicit AllowList(std::shared_ptr<const Names> names) : names_(std::move(names)) {}

  bool allows(std::string_view name) const noexcept { return !names_ || names_->find(name) != names_->end(); }

 private:
  AllowList() = default;

  std::shared_ptr<const Names> names_;  // null: everything
};

class Provider {
 public:
  virtual ~Provider() = default;

  // No value: not here, ask the next. An empty text is a value. Called on any thread, by several at once; quick.
  virtual Result<std::optional<SecretText>> find(std::string_view name, const Scope& scope) const = 0;
};

// Hides values in texts that leave the process: as they are, and JSON-escaped, URL-encoded or in base64. Cheap to copy.
class Masker {
 public:
  static constexpr std::string_view kMask = "***";

  Masker() = default;
  explicit Masker(const std::vector<SecretText>& values);

  bool is_idle() const noexcept { return needles_ == nullptr; }  // nothing to hide

  // Every value becomes ***; so do two that overlap, together.
  std::string in_text(std::string text) const;

  // The same in strings and member names of JSON text, recursively; numbers and literals are not touched. Of members
  // whose names become equal the last one stays. Text that is not JSON is masked as a whole.
  std::string in_json(std::string json) const;

 private:
  std::shared_ptr<const Needles> needles_;
};

class Secrets {
 public:
  // The first provider that knows a name wins. Values that are used become known to the redactor, if there is one.
  explicit Secrets(std::vector<std::unique_ptr<Provider>> chain, Redactor* redactor = nullptr);
  ~Secrets();

  // A cheap look: may the text hold a reference at all?
  static bool mentions_any(std::string_view text) noexcept;

  // The value of one name; nothing where no provider has it. Fails as the provider that could not say.
  Result<std::optional<SecretText>> find(std::string_view name, const Scope& scope) const;

  // The text with every allowed reference replaced. InvalidInput when no provider has a name, or when the result has
  // no bounds; a provider's own failure otherwise, after which the job may be tried again.
  Result<std::string> replace(std::string_view json, const Scope& scope,
                              const AllowList& allowed = AllowList::all()) const;

  // What to hide when the job fails: the values of all names in the raw variables, and of those that values led to.
  // Missing ones are left out; a failing provider fails it, and then nothing of the job's texts may be shown.
  Result<Masker> masker(std::string_view raw_json, const Scope& scope,
                        const AllowList& allowed = AllowList::all()) const;

 private:
  class Lookup;

  std::vector<std::unique_ptr<Provider>> chain_;
  Redactor* redactor_;  // may be null
};

}  // namespace jackfield::secrets
