#include "isolation/isolation.hpp"

#include "base/upper_snake.hpp"
#include "isolation/isolated_plugin.hpp"

namespace jackfield::isolation {
namespace {

using loader::ErrorCode;
using loader::Rejection;

Keeper::Subject subject_of(const loader::Isolator::Request& request, const Settings& settings) {
  const loader::Manifest& manifest = request.manifest;
  const auto options = settings.of_plugin.find(upper_snake(manifest.id));
  Keeper::Subject subject{.copy = request.copy.string(),
                          .id = manifest.id,
                          .version = manifest.version,
                          .generation = request.generation,
                          .blocks = {},
                          .options = options == settings.of_plugin.end() ? settings.usual : options->second};
  for (const loader::ConnectorManifest& connector : manifest.connectors) {
    subject.blocks.push_back(connector.mode == loader::ExecutionMode::Blocking);
  }
  return subject;
}

Rejection rejection_of(const Keeper::StepEnd& end, bool could_start) {
  if (!could_start) return {ErrorCode::RunnerUnavailable, end.message};
  if (!end.has_process_ended) return {ErrorCode::CannotLink, end.message};
  return {end.was_too_slow ? ErrorCode::ProbeTimedOut : ErrorCode::ProbeDied, end.message};
}

}  // namespace

Isolation::Isolation(Settings settings, const Clock& clock, log::Logger log)
    : settings_(std::move(settings)), clock_(clock), log_(log) {}

loader::Judged<std::unique_ptr<loader::PluginCode>> Isolation::launch(const Request& request,
                                                                      loader::LifecycleListener& lifecycle) {
  auto keeper = std::make_unique<Keeper>(settings_, subject_of(request, settings_), lifecycle, clock_, log_);
  const Keeper::StepEnd loaded = keeper->load();
  if (loaded.status != JF_OK) return rejection_of(loaded, keeper->has_started());
  return std::make_unique<IsolatedPlugin>(std::move(keeper));
}

}  // namespace jackfield::isolation
