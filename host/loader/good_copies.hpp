#pragma once

// Copies of plugin files that have proved themselves, for the day when a newer one has not.
//
// Two per plugin file, kept across restarts under <folder>/<plugin id>/: the library, and beside it what it was. They
// are never loaded from there; whoever wants one has it copied and judged like any other file. Control thread only.
// Trouble with the disk is logged and means that there is no copy.

#include <filesystem>
#include <string>
#include <vector>

#include "loader/generation.hpp"
#include "log/log.hpp"

namespace jackfield::loader {

struct GoodCopy {
  std::string id;
  std::string version;
  std::string sha256;
  std::filesystem::path source;  // the file it once came as
  std::filesystem::path library;
};

class GoodCopies {
 public:
  GoodCopies(std::filesystem::path folder, log::Logger log) : folder_(std::move(folder)), log_(log) {}

  // Makes it the newest of its file.
  void keep(const Generation::Candidate& candidate);

  // Those that once came as that file, newest first.
  std::vector<GoodCopy> of_file(const std::filesystem::path& source) const;

 private:
  const std::filesystem::path folder_;
  const log::Logger log_;
};

}  // namespace jackfield::loader
