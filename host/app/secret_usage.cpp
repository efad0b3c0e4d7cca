#include "app/secret_usage.hpp"

namespace jackfield::app {
namespace {

class NotingProvider final : public secrets::Provider {
 public:
  NotingProvider(std::unique_ptr<secrets::Provider> provider, std::string origin, SecretUsage& usage)
      : provider_(std::move(provider)), origin_(std::move(origin)), usage_(usage) {}

  Result<std::optional<SecretText>> find(std::string_view name, const secrets::Scope& scope) const override {
    Result<std::optional<SecretText>> found = provider_->find(name, scope);
    usage_.note(name, found && *found ? std::optional(origin_) : std::nullopt);
    return found;
  }

 private:
  const std::unique_ptr<secrets::Provider> provider_;
  const std::string origin_;
  SecretUsage& usage_;
};

}  // namespace

void SecretUsage::note(std::string_view name, const std::optional<std::string>& origin) {
  MutexLock lock(mutex_);
  std::optional<std::string>& known = origins_.try_emplace(std::string(name)).first->second;
  if (!known) known = origin;
}

std::vector<SecretUsage::Use> SecretUsage::uses() const {
  MutexLock lock(mutex_);
  std::vector<Use> uses;
  for (const auto& [name, origin] : origins_) uses.push_back({name, origin});
  return uses;
}

std::unique_ptr<secrets::Provider> noting(std::unique_ptr<secrets::Provider> provider, std::string origin,
                                          SecretUsage& usage) {
  return std::make_unique<NotingProvider>(std::move(provider), std::move(origin), usage);
}

std::vector<std::string> origins_of(const SecretSettings& settings) {
  std::vector<std::string> origins;
  if (settings.from_environment) origins.emplace_back("the environment");
  for (const std::filesystem::path& folder : settings.folders) origins.push_back(folder.string());
  if (settings.from_systemd) origins.emplace_back("systemd's credentials");
  for (const std::filesystem::path& file : settings.files) origins.push_back(file.string());
  return origins;
}

}  // namespace jackfield::app
