#pragma once

// What a host that died tells the next one about the plugin it died in, and where this one would.
//
// Beside its shadow folder each process has a crash record, and while it loads a plugin a note which one. Both go when
// it ends in order. What is left of a process whose folder is gone is evidence, and is taken by one host only. Control
// thread, but for construction and destruction.

#include <filesystem>
#include <string>
#include <vector>

#include "loader/blame_book.hpp"

namespace jackfield::loader {

class LastMoments {
 public:
  // The shadow folder of this process.
  explicit LastMoments(const std::filesystem::path& own_folder);
  ~LastMoments();
  LastMoments(const LastMoments&) = delete;
  LastMoments& operator=(const LastMoments&) = delete;

  struct Death {
    CodeIdentity code;
    std::string reason;
  };
  // Of those that died before: each is told once.
  std::vector<Death> collect() const;

  const std::filesystem::path& crash_file() const noexcept { return crash_file_; }

  // While it lives, that code is being loaded.
  class Loading {
   public:
    Loading(const LastMoments* moments, const CodeIdentity& code);
    Loading(const Loading&) = delete;
    Loading& operator=(const Loading&) = delete;
    ~Loading();

   private:
    const LastMoments* const moments_;  // null: nobody takes notes
  };

 private:
  bool is_of_dead(const std::filesystem::path& file) const;

  const std::filesystem::path folder_;
  const std::filesystem::path crash_file_;
  const std::filesystem::path loading_file_;
};

}  // namespace jackfield::loader
