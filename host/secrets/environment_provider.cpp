#include <algorithm>
#include <set>

#include "base/mutex.hpp"
#include "secrets/providers.hpp"
#include "secrets/scoped_name.hpp"

namespace jackfield::secrets {
namespace {

// Names come from process data; no more of them than this are warned of.
constexpr std::size_t kMostWarnings = 100;

std::string with_replaced(std::string name, std::string_view characters) {
  for (char& c : name) {
    if (characters.find(c) != std::string_view::npos) c = '_';
  }
  return name;
}

std::string in_capitals(std::string name) {
  for (char& c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return name;
}

class EnvironmentProvider final : public Provider {
 public:
  EnvironmentProvider(EnvironmentSettings settings, const Variables& variables, log::Logger log)
      : settings_(std::move(settings)), log_(log) {
    for (const auto& [name, value] : variables) variables_.emplace(name, value);
    is_unsafe_ = settings_.prefix.find_first_not_of(" \t") == std::string::npos;
    if (is_unsafe_) {
      settings_.prefix.clear();
      log_.warn("every environment variable is a secret that processes may use", {{"cause", "the prefix is blank"}});
    }
  }

  Result<std::optional<SecretText>> find(std::string_view name, const Scope& scope) const override {
    if (const SecretText* value = variable(scoped_name(settings_.prefix, settings_.parts, scope, name))) {
      return std::optional<SecretText>(*value);
    }
    if (!is_unsafe_) warn_if_without_prefix(scoped_name({}, settings_.parts, scope, name));
    return std::optional<SecretText>();
  }

 private:
  const SecretText* exact(const std::string& name) const {
    const auto found = variables_.find(name);
    return found == variables_.end() ? nullptr : &found->second;
  }

  const SecretText* with_any_separators(const std::string& name) const {
    if (const SecretText* value = exact(name)) return value;
    for (const std::string_view characters : {".", "-", ".-"}) {
      if (name.find_first_of(characters) == std::string::npos) continue;
      if (const SecretText* value = exact(with_replaced(name, characters))) return value;
    }
    return nullptr;
  }

  const SecretText* variable(const std::string& name) const {
    if (const SecretText* value = with_any_separators(name)) return value;
    const std::string capitals = in_capitals(name);
    return capitals == name ? nullptr : with_any_separators(capitals);
  }

  void warn_if_without_prefix(const std::string& name) const {
    if (variable(name) == nullptr) return;
    {
      MutexLock lock(mutex_);
      if (warned_of_.size() >= kMostWarnings || !warned_of_.insert(name).second) return;
    }
    log_.warn("a variable is no secret without the prefix", {{"name", name}, {"prefix", settings_.prefix}});
  }

  // Constant after construction.
  EnvironmentSettings settings_;
  log::Logger log_;
  std::map<std::string, SecretText, std::less<>> variables_;
  bool is_unsafe_ = false;

  mutable Mutex mutex_;
  mutable std::set<std::string, std::less<>> warned_of_ JF_GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<Provider> environment_provider(EnvironmentSettings settings, const Variables& variables,
                                               log::Logger log) {
  return std::make_unique<EnvironmentProvider>(std::move(settings), variables, log);
}

}  // namespace jackfield::secrets
