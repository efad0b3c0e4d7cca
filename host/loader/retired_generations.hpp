#pragma once

// The generations that serve no more: those that are ending, and those that cannot.
//
// An ending one is live while it drains or stops; of these there may be only so many beside the one that serves. One
// that cannot be unmapped (resident) or does not let go (zombie) stays in memory: it is counted, named and, when there
// are too many, a reason to take no more. Control thread only.

#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "loader/loader_metrics.hpp"
#include "loader/retirement.hpp"

namespace jackfield::loader {

class RetiredGenerations {
 public:
  // References outlive this.
  struct Collaborators {
    Control control;
    OpTable& ops;
    LoaderMetrics& metrics;
    log::Logger log;
  };

  // `on_change` is called with the plugin's id after each step of one of its generations.
  RetiredGenerations(Collaborators collaborators, std::function<void(const std::string&)> on_change,
                     std::function<void(const std::filesystem::path&)> remove_copy);
  ~RetiredGenerations();  // what has not ended by now stays in memory for ever

  void retire(std::shared_ptr<Generation> generation, Retirement::Times times, CancelReason reason);
  void on_stopped(GenerationId generation, std::uint64_t token);

  // The host ends.
  void hurry(Retirement::Times times);

  // Nothing is left that will still end by itself.
  bool are_over() const;

  std::size_t live(const std::string& plugin) const;
  std::size_t stuck(const std::string& plugin) const;

  // Each with its state, and why it is stuck if it is.
  void visit(const std::function<void(const Generation&, std::string_view state, const std::string& why)>& see) const;

 private:
  void on_state(GenerationId generation, Retirement::State state);
  void note_unloaded(const Generation& generation);
  void note_resident(const std::shared_ptr<Generation>& generation, std::string why);
  void count(const std::string& plugin);

  struct Resident {
    std::shared_ptr<Generation> generation;
    std::string why;
  };

  // Constant after construction.
  const Collaborators with_;
  const std::function<void(const std::string&)> on_change_;
  const std::function<void(const std::filesystem::path&)> remove_copy_;

  std::list<std::shared_ptr<Retirement>> ending_;
  std::vector<Resident> resident_;
};

}  // namespace jackfield::loader
