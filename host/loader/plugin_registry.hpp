#pragma once

// Which generation serves which plugin, and the order in which one replaces another.
//
//   offer(candidate) ─► try out ─► bring up ─► publish the new catalog ─► retire the generation before
//                          └──────────┴─► rejected: what served before serves on, or the last good copy does
//   strikes shortly after ─► roll back: the last good copy takes over
//   crashed, hung, or an operator says so ─► quarantined: the last good copy takes over, or nothing does
//
// Two files of one plugin, or two plugins for one job type: the one that serves keeps, the newcomer is refused. Reloads
// of one plugin keep a distance; a newer candidate replaces one that waits. Control thread only, except statuses().

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "loader/blame_book.hpp"
#include "loader/catalog.hpp"
#include "loader/good_copies.hpp"
#include "loader/last_moments.hpp"
#include "loader/loader.hpp"
#include "loader/loader_metrics.hpp"
#include "loader/plugin_configs.hpp"
#include "loader/probe.hpp"
#include "loader/retired_generations.hpp"
#include "loader/served_plugin.hpp"
#include "loader/status_board.hpp"
#include "loader/watchdog.hpp"

namespace jackfield::loader {

class PluginRegistry : public std::enable_shared_from_this<PluginRegistry> {
 public:
  // What the registry asks about files. Called on the control thread.
  struct Files {
    std::function<bool(const std::filesystem::path&)> is_present;
    std::function<void(const std::filesystem::path&)> look_again;
    std::function<void(const std::filesystem::path&)> remove_copy;
    std::function<Judged<Generation::Candidate>(const GoodCopy&)> revive;  // as a file that passed inspection
  };

  // References outlive the registry.
  struct Collaborators {
    CatalogSlot& catalogs;
    Generation::Collaborators generations;
    Control control;
    metrics::Registry& metrics;
    Files files;
    log::Logger log;
    const LastMoments* moments = nullptr;  // null: nobody takes notes
    JobThreads* threads = nullptr;         // null: none is replaced
  };

  // `kept`: the folder for what outlives this process: copies that proved themselves, and who is blamed.
  PluginRegistry(Settings settings, Collaborators collaborators, const std::filesystem::path& kept);

  // A file that passed inspection, since when it was at rest.
  void offer(Generation::Candidate candidate, TimePoint settled_at);

  // A file that did not.
  void reject(const std::filesystem::path& file, const std::string& sha256, const Rejection& rejection);

  // The file is gone for good.
  void withdraw(const std::filesystem::path& file);

  // The generation that this file brought serves with exactly this content or was taken back, and nobody asked for a
  // fresh one.
  bool is_unchanged(const std::filesystem::path& file, const std::string& sha256) const;

  void on_stopped(GenerationId generation, std::uint64_t token) { retired_.on_stopped(generation, token); }
  void on_restart_requested(GenerationId generation, const std::string& reason);
  void on_strike(GenerationId generation, Strike strike);
  void on_crash(GenerationId generation, const std::string& reason, bool gave_up);

  // Plugins whose configuration changed are loaded afresh.
  void look_at_configurations();

  // To be called every so often.
  void look_for_hangs();
  std::size_t stuck_threads() const noexcept { return stuck_threads_; }  // any thread

  // For operators. What was done, in a few words.
  Result<std::string> roll_back(const std::string& id, const std::string& reason);
  Result<std::string> reload(const std::string& id);
  Result<std::string> quarantine(const std::string& id, const std::string& reason);
  Result<std::string> clear(const std::string& id);

  // That content ended the process before this one.
  void note_crash(const CodeIdentity& code, const std::string& reason);

  // Unpublishes and retires everything; `done` once, when nothing is left that can still end. Offers are dropped from
  // here on.
  void stop(Deadline by, Task done);

  GenerationId next_generation() { return {++last_generation_}; }
  void refresh_metrics();
  std::vector<PluginStatus> statuses() const { return board_.rows(); }

 private:
  std::optional<Rejection> find_blame(const std::string& sha256, bool is_isolated) const;
  Judged<Place> choose_place(const Generation::Candidate& candidate) const;
  std::optional<Rejection> find_conflict(const Generation::Candidate& candidate) const;
  ServedPlugin& plugin_of(const Generation::Candidate& candidate);
  void try_waiting(const std::string& id);
  void bring_up(const std::string& id, WaitingFile waiting);
  Judged<std::shared_ptr<Generation>> try_out(const std::shared_ptr<Generation>& active,
                                              Generation::Candidate candidate);
  void replace(const std::string& id, std::shared_ptr<Generation> next, TimePoint settled_at);
  std::shared_ptr<Generation> take_over_file(const std::string& id, const std::filesystem::path& file);
  void tell_live(const std::string& id, const Generation& next, const std::string& version_before, nanoseconds took);
  void begin_trial(const std::string& id);
  void end_trial(ServedPlugin& plugin);
  bool fall_back(const std::filesystem::path& file, const std::string& sha256, const std::string& error);
  std::shared_ptr<Generation> revive(const std::filesystem::path& file, const std::string& except_sha256);
  void serve_instead(const std::string& id, const std::shared_ptr<Generation>& good, const Generation::Candidate& bad,
                     const std::string& error);
  void note_error(ServedPlugin& plugin, const std::string& error) const;
  void take_out(const std::string& id, const std::string& error);
  void on_call_stuck(const Watchdog::Finding& finding);
  void on_call_back(const Watchdog::Finding& finding);
  void replace_thread(const Watchdog::Finding& finding);
  ServedPlugins::iterator find_active(GenerationId generation);
  void publish();
  void retire(const std::shared_ptr<Generation>& generation);
  Retirement::Times times_of(const Generation& generation) const;
  void drop(WaitingFile& waiting);
  void look_again_at_refused_files();
  void on_retired_change(const std::string& id);
  void finish_stop_if_over();
  std::string still_running(const std::string& id) const;
  void refresh_board();

  // Constant after construction.
  const Settings settings_;
  const Collaborators with_;

  LoaderMetrics metrics_;
  Probe probe_;
  GoodCopies good_copies_;
  BlameBook blames_;
  PluginConfigs configs_;
  Watchdog watchdog_;
  std::atomic<std::size_t> stuck_threads_ = 0;
  ServedPlugins plugins_;
  RetiredGenerations retired_;
  RejectedFiles rejected_;
  std::uint32_t last_generation_ = 0;
  std::optional<Retirement::Times> stop_times_;
  Task when_stopped_;
  StatusBoard board_;
};

}  // namespace jackfield::loader
