#pragma once

// Which generation serves which plugin, and the order in which one replaces another.
//
//   offer(candidate) ─► bring up ─► publish the new catalog ─► retire the generation before
//                           └─► rejected: what served before serves on
//
// Two files of one plugin, or two plugins for one job type: the one that serves keeps, the newcomer is refused. Reloads
// of one plugin keep a distance; a newer candidate replaces one that waits. Control thread only, except statuses().

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "loader/catalog.hpp"
#include "loader/loader.hpp"
#include "loader/loader_metrics.hpp"
#include "loader/probe.hpp"
#include "loader/reload_pace.hpp"
#include "loader/retirement.hpp"
#include "loader/status_board.hpp"

namespace jackfield::loader {

class PluginRegistry : public std::enable_shared_from_this<PluginRegistry> {
 public:
  // What the registry asks about files. Called on the control thread.
  struct Files {
    std::function<bool(const std::filesystem::path&)> is_present;
    std::function<void(const std::filesystem::path&)> look_again;
    std::function<void(const std::filesystem::path&)> remove_copy;
  };

  // References outlive the registry.
  struct Collaborators {
    CatalogSlot& catalogs;
    Generation::Collaborators generations;
    Control control;
    Files files;
    log::Logger log;
  };

  PluginRegistry(Settings settings, Collaborators collaborators);
  ~PluginRegistry();  // what has not ended by now stays in memory for ever

  // A file that passed inspection, since when it was at rest.
  void offer(Generation::Candidate candidate, TimePoint settled_at);

  // A file that did not.
  void reject(const std::filesystem::path& file, const std::string& sha256, const Rejection& rejection);

  // The file is gone for good.
  void withdraw(const std::filesystem::path& file);

  // The generation that this file brought serves with exactly this content, and nobody asked for a fresh one.
  bool is_unchanged(const std::filesystem::path& file, const std::string& sha256) const;

  void on_stopped(GenerationId generation, std::uint64_t token);
  void on_restart_requested(GenerationId generation, const std::string& reason);

  // Unpublishes and retires everything; `done` once, when nothing is left that can still end. Offers are dropped from
  // here on.
  void stop(Deadline by, Task done);

  GenerationId next_generation() { return {++last_generation_}; }
  void refresh_metrics();
  std::vector<PluginStatus> statuses() const { return board_.rows(); }

 private:
  struct Waiting {
    Generation::Candidate candidate;
    TimePoint settled_at;
  };
  struct Plugin {
    explicit Plugin(milliseconds interval) : pace(interval) {}

    std::filesystem::path file;
    std::shared_ptr<Generation> active;
    std::optional<Waiting> waiting;
    ReloadPace pace;
    bool wants_fresh = false;  // a generation asked to be replaced by another of the same file
    std::string last_error;
  };
  struct RejectedFile {
    ErrorCode code;
    std::string sha256;
    std::string error;
  };
  using Plugins = std::map<std::string, Plugin>;

  std::optional<Rejection> find_conflict(const Generation::Candidate& candidate) const;
  Plugin& plugin_of(const Generation::Candidate& candidate);
  void try_waiting(const std::string& id);
  void bring_up(const std::string& id, Waiting waiting);
  Judged<std::shared_ptr<Generation>> try_out(const Plugin& plugin, Generation::Candidate candidate);
  void replace(const std::string& id, std::shared_ptr<Generation> next, TimePoint settled_at);
  void publish();
  void retire(std::shared_ptr<Generation> generation);
  Retirement::Times times_of(const Generation& generation) const;
  void on_retirement(GenerationId generation, Retirement::State state);
  void note_resident(const std::shared_ptr<Generation>& generation);
  void drop(Waiting& waiting);
  void look_again_at_refused_files();
  void finish_stop_if_over();
  std::size_t retiring(const std::string& id) const;
  std::size_t resident(const std::string& id) const;
  const Plugin* plugin_of_file(const std::filesystem::path& file) const;
  std::string still_running(const std::string& id) const;
  void refresh_board();

  // Constant after construction.
  const Settings settings_;
  const Collaborators with_;

  LoaderMetrics metrics_;
  Probe probe_;
  Plugins plugins_;
  std::list<std::shared_ptr<Retirement>> retiring_;
  std::vector<std::shared_ptr<Generation>> resident_;
  std::map<std::filesystem::path, RejectedFile> rejected_;
  std::uint32_t last_generation_ = 0;
  std::optional<Retirement::Times> stop_times_;
  Task when_stopped_;
  StatusBoard board_;
};

}  // namespace jackfield::loader
