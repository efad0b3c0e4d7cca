#pragma once

// Secrets on disk, read again when they have changed.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "base/result.hpp"
#include "log/log.hpp"
#include "secrets/env_file.hpp"
#include "secrets/providers.hpp"

namespace jackfield::secrets {

// What tells one state of a file from the next, without reading it.
struct FileMark {
  std::string name;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t modified_ns = 0;
  std::int64_t changed_ns = 0;

  friend bool operator==(const FileMark&, const FileMark&) = default;
};
using Marks = std::vector<FileMark>;

constexpr std::int64_t kMostFileBytes = 1 << 20;

// Symbolic links are followed. Nothing: it is not a regular file.
Result<std::optional<FileMark>> mark_of(const std::filesystem::path& file);
Result<std::string> read_whole(const std::filesystem::path& file);

class Source {
 public:
  virtual ~Source() = default;
  virtual Result<Marks> marks() const = 0;
  virtual Result<SecretMap> read(const Marks& marks) const = 0;
};

class WatchedSource final : public Provider {
 public:
  // Fails if the source cannot be read. Borrows the clock.
  static Result<std::unique_ptr<Provider>> open(std::unique_ptr<Source> source, FileSettings settings,
                                                const Clock& clock, log::Logger log);

  Result<std::optional<SecretText>> find(std::string_view name, const Scope& scope) const override;

 private:
  struct State {
    Marks marks;
    std::shared_ptr<const SecretMap> secrets;
  };

  WatchedSource(std::unique_ptr<Source> source, FileSettings settings, const Clock& clock, log::Logger log,
                State state);
  static Result<State> read_now(const Source& source);
  std::shared_ptr<const SecretMap> current() const;
  void look() const;
  void keep(Result<State> next) const;

  const Clock& clock_;

  // Constant after construction.
  const std::unique_ptr<Source> source_;
  const FileSettings settings_;
  const log::Logger log_;

  mutable Mutex mutex_;
  mutable State state_ JF_GUARDED_BY(mutex_);
  mutable TimePoint next_look_ JF_GUARDED_BY(mutex_);
  mutable bool is_looking_ JF_GUARDED_BY(mutex_) = false;  // one caller does, the others take what is there
  mutable bool is_failing_ JF_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield::secrets
