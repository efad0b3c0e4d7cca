#pragma once

// Writes down, in the moment of a fatal signal, which plugin the process died in.
//
// The handler runs on a stack of its own and calls nothing that a signal handler may not; then the signal takes its
// course: core file, exit status and supervisor see what they would have seen without it. A plugin that calls exit() is
// written down, too. Where the thread is in no call of ours, the code is looked for at the fault's address and on the
// stack. The record is for the next process (loader/last_moments.hpp); one line goes to standard error at once.
//
// Of the whole process: install once, before plugins are loaded.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "loader/blame_book.hpp"

namespace jackfield::loader {

struct CrashRecord {
  CodeIdentity code;
  std::string function;  // empty: in a thread of its own, or a callback
  std::int64_t job = 0;
  int signal = 0;       // 0: it called exit()
  std::string address;  // of the fault; empty: the signal has none
};

// Opens the file and installs the handlers. A later call changes the file.
Result<void> record_crashes_in(const std::filesystem::path& file);

// Nothing: it is empty, or cannot be understood.
std::optional<CrashRecord> read_crash_record(const std::filesystem::path& file);

// "crashed in execute by signal 11 (Segmentation fault), job 7".
std::string describe(const CrashRecord& record);

}  // namespace jackfield::loader
