#include "loader/loader.hpp"

#include <atomic>
#include <future>
#include <utility>

#include "loader/control.hpp"
#include "loader/crash_record.hpp"
#include "loader/folder_watch.hpp"
#include "loader/intake.hpp"
#include "loader/last_moments.hpp"
#include "loader/loader_metrics.hpp"
#include "loader/plugin_folders.hpp"
#include "loader/plugin_registry.hpp"

namespace jackfield::loader {
namespace {

// Plugins that take longer to start are waited for no longer; they go live when they are ready.
constexpr milliseconds kFirstScanLimit = 60s;

constexpr int kLooksPerHang = 4;

constexpr milliseconds kControlPatience = 100ms;

// A folder's name as the paths of its files begin.
std::vector<std::filesystem::path> without_trailing_slash(std::vector<std::filesystem::path> folders) {
  for (std::filesystem::path& folder : folders) {
    if (!folder.has_filename()) folder = folder.parent_path();
  }
  return folders;
}

std::vector<std::filesystem::path> followed(const Settings& settings) {
  std::vector<std::filesystem::path> folders = settings.folders;
  if (!settings.config_folder.empty()) folders.push_back(settings.config_folder);
  return folders;
}

Settings normalised(Settings settings) {
  settings.folders = without_trailing_slash(std::move(settings.folders));
  return settings;
}

}  // namespace

class Loader::State final : public LifecycleListener, public std::enable_shared_from_this<Loader::State> {
 public:
  State(Settings settings, HostBindings& bindings, CatalogSlot& catalogs, OpTable& ops, Loop& loop, const Clock& clock,
        log::Logger log, metrics::Registry& metrics, LoaderHelpers helpers)
      : settings_(normalised(std::move(settings))),
        catalogs_(catalogs),
        loop_(loop),
        log_(log),
        metrics_(metrics),
        helpers_(helpers),
        generations_{
            bindings,
            *this,
            ops,
            clock,
            log,
            helpers.isolator,
            [&metrics](std::string_view id) -> metrics::Histogram& { return LoaderMetrics(metrics).call_seconds(id); }},
        thread_(std::make_shared<ControlThread>()),
        control_(thread_, loop, clock) {}

  Result<void> start();
  void stop(Deadline by) noexcept;
  std::vector<PluginStatus> plugins() const { return registry_ ? registry_->statuses() : std::vector<PluginStatus>(); }

  void on_stopped(GenerationId generation, std::uint64_t token) noexcept override;
  void on_restart_requested(GenerationId generation, std::string reason) noexcept override;
  void on_strike(GenerationId generation, Strike strike) noexcept override;
  void on_crash(GenerationId generation, std::string reason, bool gave_up) noexcept override;

  const std::filesystem::path& own_folder() const noexcept { return own_folder_; }
  std::size_t stuck_threads() const noexcept {
    return (registry_ ? registry_->stuck_threads() : 0) + (is_control_stuck_ ? 1 : 0);
  }

  // Runs the command on the control thread.
  template <typename Command>
  void command(Done done, Command command) {
    control_.post([self = weak_from_this(), command = std::move(command), done = std::move(done)]() mutable {
      if (const auto alive = self.lock()) done(command(*alive->registry_));
    });
  }

 private:
  void build(ShadowFolder shadow, Signatures signatures);
  void hear_of_the_dead();
  void scan();
  void post_scan();
  void look_again_at(TimePoint when);
  void watch_calls();
  bool answers_soon() const;

  // Constant after construction; what it refers to outlives this.
  const Settings settings_;
  CatalogSlot& catalogs_;
  Loop& loop_;
  const log::Logger log_;
  metrics::Registry& metrics_;
  const LoaderHelpers helpers_;
  const Generation::Collaborators generations_;

  // Synchronise themselves.
  const std::shared_ptr<ControlThread> thread_;
  const Control control_;
  std::atomic<bool> is_scan_posted_ = false;

  // Made by start(), then the control thread's.
  std::filesystem::path own_folder_;
  std::optional<LastMoments> moments_;
  std::shared_ptr<PluginRegistry> registry_;
  std::unique_ptr<Intake> intake_;
  std::unique_ptr<PluginFolders> folders_;
  std::optional<TimePoint> looks_again_at_;

  // Main's.
  std::unique_ptr<FolderWatch> watch_;
  bool is_stopped_ = false;
  std::atomic<bool> is_control_stuck_ = false;
};

Result<void> Loader::State::start() {
  Result<Signatures> signatures = Signatures::make(settings_.signatures);
  if (!signatures) return std::move(signatures).failure();
  Result<ShadowFolder> shadow = ShadowFolder::make(settings_.shadow_folder);
  if (!shadow) return std::move(shadow).failure();
  own_folder_ = shadow->path();
  if (shadow->keeps_in_memory()) {
    log_.warn("copies of plugins are kept in memory, code cannot be loaded from the shadow folder",
              {{"folder", own_folder_.parent_path().string()}});
  }
  moments_.emplace(own_folder_);
  if (settings_.records_crashes) {
    if (Result<void> done = record_crashes_in(moments_->crash_file()); !done) return done;
  }
  build(*std::move(shadow), *std::move(signatures));

  auto first_scan = std::make_shared<std::promise<void>>();
  control_.post([self = shared_from_this(), first_scan] {
    self->hear_of_the_dead();
    self->scan();
    self->watch_calls();
    first_scan->set_value();
  });
  if (first_scan->get_future().wait_for(kFirstScanLimit) == std::future_status::timeout) {
    log_.warn("plugins take long to start, going on without them");
  }
  if (settings_.watch == WatchMode::Off) return {};
  watch_ = std::make_unique<FolderWatch>(FolderWatch::Settings{followed(settings_), settings_.rescan, settings_.watch},
                                         loop_, control_.clock(), log_, [self = weak_from_this()] {
                                           if (const auto alive = self.lock()) alive->post_scan();
                                         });
  watch_->start();
  return {};
}

void Loader::State::build(ShadowFolder shadow, Signatures signatures) {
  PluginRegistry::Files files{.is_present = [this](const auto& file) { return folders_->is_present(file); },
                              .look_again =
                                  [this](const auto& file) {
                                    folders_->look_again_at(file);
                                    post_scan();
                                  },
                              .remove_copy = [this](const auto& copy) { intake_->remove_copy(copy); },
                              .revive = [this](const GoodCopy& copy) { return intake_->revive(copy); }};
  registry_ = std::make_shared<PluginRegistry>(
      settings_,
      PluginRegistry::Collaborators{catalogs_, generations_, control_, metrics_, std::move(files), log_, &*moments_,
                                    helpers_.threads},
      own_folder_.parent_path());
  intake_ = std::make_unique<Intake>(std::move(shadow), *registry_, control_.clock(), log_, std::move(signatures));
  folders_ = std::make_unique<PluginFolders>(settings_.folders,
                                             FileTracker::Settings{settings_.settle, settings_.delete_grace}, *intake_,
                                             *registry_, control_.clock(), log_);
}

// Before any plugin is loaded: one that ended the host is not to do it again.
void Loader::State::hear_of_the_dead() {
  for (const LastMoments::Death& death : moments_->collect()) registry_->note_crash(death.code, death.reason);
}

void Loader::State::scan() {
  is_scan_posted_ = false;
  registry_->look_at_configurations();
  if (const std::optional<TimePoint> next = folders_->scan()) look_again_at(*next);
}

// One task at a time, however many events there are.
void Loader::State::post_scan() {
  if (is_scan_posted_.exchange(true)) return;
  control_.post([self = weak_from_this()] {
    if (const auto alive = self.lock()) alive->scan();
  });
}

void Loader::State::look_again_at(TimePoint when) {
  if (looks_again_at_ && *looks_again_at_ <= when) return;
  looks_again_at_ = when;
  control_.at(Deadline(when), [self = weak_from_this(), when] {
    const auto alive = self.lock();
    if (!alive) return;
    if (alive->looks_again_at_ == when) alive->looks_again_at_.reset();
    alive->scan();
  });
}

void Loader::State::watch_calls() {
  registry_->look_for_hangs();
  control_.after(settings_.hang_limit / kLooksPerHang, [self = weak_from_this()] {
    if (const auto alive = self.lock()) alive->watch_calls();
  });
}

void Loader::State::stop(Deadline by) noexcept {
  if (std::exchange(is_stopped_, true)) return;
  if (watch_) watch_->stop();
  if (registry_) {
    auto ended = std::make_shared<std::promise<void>>();
    control_.post(
        [self = shared_from_this(), by, ended] { self->registry_->stop(by, [ended] { ended->set_value(); }); });
    // A little longer than the plugins have, to hear that they took too long.
    const milliseconds patience = by.remaining(control_.clock()) + 200ms;
    if (ended->get_future().wait_for(patience) == std::future_status::timeout) {
      log_.warn("plugins did not stop in time, their code stays loaded");
      is_control_stuck_ = !answers_soon();
    }
  }
  if (!is_control_stuck_) thread_->stop();
}

// False: the control thread is inside a plugin that does not return.
bool Loader::State::answers_soon() const {
  auto answered = std::make_shared<std::promise<void>>();
  control_.post([answered] { answered->set_value(); });
  return answered->get_future().wait_for(kControlPatience) != std::future_status::timeout;
}

void Loader::State::on_stopped(GenerationId generation, std::uint64_t token) noexcept {
  control_.post([self = weak_from_this(), generation, token] {
    if (const auto alive = self.lock()) alive->registry_->on_stopped(generation, token);
  });
}

void Loader::State::on_restart_requested(GenerationId generation, std::string reason) noexcept {
  control_.post([self = weak_from_this(), generation, reason = std::move(reason)] {
    if (const auto alive = self.lock()) alive->registry_->on_restart_requested(generation, reason);
  });
}

void Loader::State::on_strike(GenerationId generation, Strike strike) noexcept {
  control_.post([self = weak_from_this(), generation, strike] {
    if (const auto alive = self.lock()) alive->registry_->on_strike(generation, strike);
  });
}

void Loader::State::on_crash(GenerationId generation, std::string reason, bool gave_up) noexcept {
  control_.post([self = weak_from_this(), generation, reason = std::move(reason), gave_up] {
    if (const auto alive = self.lock()) alive->registry_->on_crash(generation, reason, gave_up);
  });
}

Loader::Loader(Settings settings, HostBindings& bindings, CatalogSlot& catalogs, OpTable& ops, Loop& loop,
               const Clock& clock, log::Logger log, metrics::Registry& metrics, LoaderHelpers helpers)
    : state_(
          std::make_shared<State>(std::move(settings), bindings, catalogs, ops, loop, clock, log, metrics, helpers)) {}

Loader::~Loader() {
  stop(Deadline(TimePoint::min()));
}

Result<void> Loader::start() {
  return state_->start();
}

void Loader::stop(Deadline by) noexcept {
  state_->stop(by);
}

std::size_t Loader::stuck_threads() const noexcept {
  return state_->stuck_threads();
}

const std::filesystem::path& Loader::own_folder() const noexcept {
  return state_->own_folder();
}

void Loader::roll_back(std::string id, Done done) {
  state_->command(std::move(done), [id = std::move(id)](PluginRegistry& registry) {
    return registry.roll_back(id, "an operator asked for it");
  });
}

void Loader::reload(std::string id, Done done) {
  state_->command(std::move(done), [id = std::move(id)](PluginRegistry& registry) { return registry.reload(id); });
}

void Loader::quarantine(std::string id, Done done) {
  state_->command(std::move(done), [id = std::move(id)](PluginRegistry& registry) {
    return registry.quarantine(id, "an operator asked for it");
  });
}

void Loader::clear(std::string id, Done done) {
  state_->command(std::move(done), [id = std::move(id)](PluginRegistry& registry) { return registry.clear(id); });
}

std::vector<PluginStatus> Loader::plugins() const {
  return state_->plugins();
}

}  // namespace jackfield::loader
