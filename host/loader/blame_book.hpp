#pragma once

// Which plugin files are not to be trusted, by content: they ended the host's process, hung in it, or an operator said
// so.
//
//   one crash                     blamed: not loaded into the host again; a process of its own may do
//   another within a day, a hang
//   or an operator's word         quarantined: not loaded at all
//   another content, or clear()   forgotten
//
// Kept across restarts in one file, which hosts with the same folder share. Control thread only. Trouble with the disk
// is logged and means that the book cannot be read or written, not that anything fails.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "log/log.hpp"

namespace jackfield::loader {

// One content of a plugin file.
struct CodeIdentity {
  std::string sha256;
  std::string plugin;
  std::string version;
};

struct Blame {
  CodeIdentity code;
  std::string reason;       // of the newest entry, in a few words: "crashed in execute by signal 11, job 7"
  std::size_t crashes = 0;  // within a day of each other
  WallTime at;              // of the newest
  bool is_quarantined = false;
};

class BlameBook {
 public:
  BlameBook(std::filesystem::path folder, const Clock& clock, log::Logger log)
      : file_(std::move(folder) / "blamed.json"), clock_(clock), log_(log) {}

  std::optional<Blame> find(const std::string& sha256) const;
  std::vector<Blame> of_plugin(const std::string& plugin) const;

  // It ended the process; what the book says of it from now on.
  Blame note_crash(const CodeIdentity& code, const std::string& reason);
  void quarantine(const CodeIdentity& code, const std::string& reason);

  // Forgets all contents of a plugin; what they were.
  std::vector<Blame> clear(const std::string& plugin);

 private:
  std::vector<Blame> read() const;
  void write(const std::vector<Blame>& blames) const;
  Blame& entry_of(std::vector<Blame>& blames, const CodeIdentity& code) const;

  const std::filesystem::path file_;
  const Clock& clock_;
  const log::Logger log_;
};

}  // namespace jackfield::loader
