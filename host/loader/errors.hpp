#pragma once

// The codes under which the host reports what is wrong with a plugin. docs/errors.md explains each: cause and remedy.
//
// Numbers are for ever: a code that is not used any more is not given to anything else.

#include <fmt/core.h>

#include <string>
#include <variant>

namespace jackfield::loader {

enum class ErrorCode : int {
  // A file is rejected; what served before serves on.
  NotASharedLibrary = 101,
  Incomplete = 102,
  AbiMismatch = 103,
  BadManifest = 104,
  ManifestDiffers = 105,
  NoEntry = 106,
  SystemTooOld = 107,
  ForbiddenInProcess = 108,
  CannotLink = 109,
  CreateFailed = 110,
  StartFailed = 111,
  IdTaken = 112,
  TypeTaken = 113,
  Unreadable = 114,
  CannotStage = 115,
  TooManyResident = 116,
  ServiceMissing = 117,
  ExtensionMissing = 118,
  NotTrusted = 119,

  // A generation misbehaved.
  OpsLeftBehind = 120,
  StopUnanswered = 121,
  StillMapped = 122,
  ExceptionCrossed = 123,
  LeftBehind = 124,
  ProcessChanged = 125,
  RolledBack = 126,
  Quarantined = 127,
  Blamed = 128,
  Hung = 129,

  // A folder cannot be followed as it should.
  FolderGone = 130,
  WatchLimited = 131,

  // A file is rejected because of what it did to the process that tried it.
  ProbeDied = 140,
  ProbeTimedOut = 141,

  // Processes of isolated plugins.
  RunnerUnavailable = 150,
  RunnerCrashed = 151,
};

inline std::string text_of(ErrorCode code) {
  return fmt::format("JFP-{:04}", static_cast<int>(code));
}

// Why a file was not taken. The reason is one line for people and names what was expected.
struct Rejection {
  ErrorCode code = ErrorCode::NotASharedLibrary;
  std::string reason;

  friend bool operator==(const Rejection&, const Rejection&) = default;
};

// A value, or why the file is not taken.
template <typename T>
using Judged = std::variant<T, Rejection>;

}  // namespace jackfield::loader
