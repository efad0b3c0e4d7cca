#include "secrets/secrets.hpp"

#include <fmt/core.h>

#include <map>

#include "base/utf8.hpp"
#include "secrets/filter.hpp"
#include "secrets/json_text.hpp"
#include "secrets/redactor.hpp"
#include "secrets/references.hpp"
#include "secrets/replacement.hpp"

namespace jackfield::secrets {

enum class OnMissing { Fail, Keep };

// The answers of one call. Each name is asked for once, however often it stands in the text.
class Secrets::Lookup final : public Substitutes {
 public:
  Lookup(const Secrets& secrets, std::string_view raw, const Scope& scope, const AllowList& allowed, OnMissing missing)
      : secrets_(secrets), raw_(raw), scope_(scope), allowed_(allowed), missing_(missing) {}

  Result<std::optional<std::string_view>> find(std::string_view name) override {
    auto known = escaped_.find(name);
    if (known == escaped_.end()) {
      Result<std::optional<SecretText>> fresh = fetch(name);
      if (!fresh) return std::move(fresh).failure();
      known = escaped_.emplace(name, *std::move(fresh)).first;
    }
    if (!known->second) return std::optional<std::string_view>();
    return std::optional<std::string_view>(known->second->reveal());
  }

  // All that was found, as it is.
  const std::vector<SecretText>& values() const noexcept { return values_; }

  // What a provider could not do, if that is why the replacement failed.
  const std::optional<Failure>& provider_failure() const noexcept { return provider_failure_; }

 private:
  Result<std::optional<SecretText>> fetch(std::string_view name) {
    if (!allowed_.allows(name)) return std::optional<SecretText>();
    Result<std::optional<SecretText>> found = secrets_.find(name, scope_);
    if (!found) {
      provider_failure_ = found.failure();
      return found;
    }
    if (*found) {
      const std::string_view value = (*found)->reveal();
      values_.push_back(**found);
      if (is_utf8(value)) return std::optional<SecretText>(SecretText(escaped(value)));
    }
    if (missing_ == OnMissing::Keep) return std::optional<SecretText>();
    return Failure{Fault::InvalidInput, fmt::format("Secret with name '{}' is {}", shown(name),
                                                    *found ? "not UTF-8 text" : "not available")};
  }

  // A name that only the value of another secret can have brought in is a part of a secret.
  std::string_view shown(std::string_view name) const {
    return find_text(raw_, name) == std::string_view::npos ? Masker::kMask : name;
  }

  const Secrets& secrets_;
  std::string_view raw_;
  const Scope& scope_;
  const AllowList& allowed_;
  const OnMissing missing_;
  std::map<std::string, std::optional<SecretText>, std::less<>> escaped_;  // none: the reference stays
  std::vector<SecretText> values_;
  std::optional<Failure> provider_failure_;
};

Secrets::Secrets(std::vector<std::unique_ptr<Provider>> chain, Redactor* redactor)
    : chain_(std::move(chain)), redactor_(redactor) {}

Secrets::~Secrets() = default;

bool Secrets::mentions_any(std::string_view text) noexcept {
  return find_text(text, kKeyword) != std::string_view::npos;
}

Result<std::optional<SecretText>> Secrets::find(std::string_view name, const Scope& scope) const {
  for (const std::unique_ptr<Provider>& provider : chain_) {
    Result<std::optional<SecretText>> found = provider->find(name, scope);
    if (found && *found && redactor_ != nullptr) redactor_->learn((*found)->reveal());
    if (!found || *found) return found;
  }
  return std::optional<SecretText>();
}

Result<std::string> Secrets::replace(std::string_view json, const Scope& scope, const AllowList& allowed) const {
  if (!mentions_any(json)) return std::string(json);
  Lookup lookup(*this, json, scope, allowed, OnMissing::Fail);
  return replaced(json, lookup);
}

// Replaces once more and listens to what is asked for; that follows references in values as far as the job did.
Result<Masker> Secrets::masker(std::string_view raw_json, const Scope& scope, const AllowList& allowed) const {
  if (!mentions_any(raw_json)) return Masker();
  Lookup lookup(*this, raw_json, scope, allowed, OnMissing::Keep);
  replaced(raw_json, lookup).ignore("only what was asked for counts");
  for (const std::string& name : names_in(raw_json)) {
    if (lookup.provider_failure()) break;
    lookup.find(name).ignore("a failure is asked for below");
  }
  if (lookup.provider_failure()) return *lookup.provider_failure();
  return Masker(lookup.values());
}

}  // namespace jackfield::secrets
