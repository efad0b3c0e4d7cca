#pragma once

// Takes a file that came to rest: copies it aside, judges the copy, and offers it to the registry or says why not.
// Control thread only.

#include <filesystem>
#include <map>
#include <optional>

#include "loader/folder_scan.hpp"
#include "loader/plugin_registry.hpp"
#include "loader/shadow.hpp"
#include "loader/signature.hpp"
#include "loader/system_versions.hpp"

namespace jackfield::loader {

class Intake {
 public:
  // References outlive this.
  Intake(ShadowFolder shadow, PluginRegistry& registry, const Clock& clock, log::Logger log,
         Signatures signatures = {});

  // A time: the file is not whole yet, look again then. A slow upload is reported once, after ten seconds.
  std::optional<TimePoint> take(const SeenFile& file);

  // A copy that proved itself once, judged again as if it had just come as the file it was.
  Judged<Generation::Candidate> revive(const GoodCopy& copy);

  void forget(const std::filesystem::path& file);
  void remove_copy(const std::filesystem::path& copy) noexcept { shadow_.remove(copy); }

 private:
  struct Unfinished {
    TimePoint since;
    std::size_t looks = 0;
    bool is_reported = false;
  };

  Verdict judge(const std::filesystem::path& source, const StagedFile& staged) const;
  std::optional<TimePoint> take_staged(const SeenFile& file, StagedFile staged);
  std::optional<TimePoint> refuse(const std::filesystem::path& file, const std::string& sha256,
                                  const Rejection& rejection);
  TimePoint wait_for_rest(const std::filesystem::path& file, const Rejection& rejection);

  PluginRegistry& registry_;
  const Clock& clock_;
  const log::Logger log_;
  const SystemVersions system_ = SystemVersions::of_this_process();
  const Signatures signatures_;
  ShadowFolder shadow_;
  std::map<std::filesystem::path, Unfinished> unfinished_;
};

}  // namespace jackfield::loader
