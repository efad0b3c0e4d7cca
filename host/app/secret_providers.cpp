#include "app/secret_providers.hpp"

namespace jackfield::app {
namespace {

constexpr std::string_view kSystemdFolder = "CREDENTIALS_DIRECTORY";

Result<std::vector<std::filesystem::path>> all_folders(const SecretSettings& settings,
                                                       const config::Environment& environment) {
  std::vector<std::filesystem::path> folders = settings.folders;
  if (!settings.from_systemd) return folders;
  const auto folder = environment.find(kSystemdFolder);
  if (folder == environment.end() || folder->second.empty()) {
    return Failure{Fault::NotFound,
                   "setting \"secrets.systemd-credentials\": expected CREDENTIALS_DIRECTORY in the environment, which "
                   "systemd sets for services with LoadCredential= or SetCredential="};
  }
  folders.emplace_back(folder->second);
  return folders;
}

}  // namespace

Result<SecretChain> make_secret_chain(const SecretSettings& settings, const config::Environment& environment,
                                      const Clock& clock, log::Logger log) {
  SecretChain chain;
  if (settings.from_environment) {
    chain.push_back(secrets::environment_provider({settings.environment_prefix, settings.parts}, environment, log));
  }
  Result<std::vector<std::filesystem::path>> folders = all_folders(settings, environment);
  if (!folders) return std::move(folders).failure();
  using Make = Result<std::unique_ptr<secrets::Provider>> (*)(secrets::FileSettings, const Clock&, log::Logger);
  const auto add_all = [&](const std::vector<std::filesystem::path>& paths, Make make) -> Result<void> {
    for (const std::filesystem::path& path : paths) {
      Result<std::unique_ptr<secrets::Provider>> made =
          make({path, settings.parts, settings.check_interval}, clock, log);
      if (!made) return std::move(made).failure();
      chain.push_back(*std::move(made));
    }
    return {};
  };
  if (Result<void> done = add_all(*folders, &secrets::folder_provider); !done) return done.failure();
  if (Result<void> done = add_all(settings.files, &secrets::env_file_provider); !done) return done.failure();
  return chain;
}

}  // namespace jackfield::app
