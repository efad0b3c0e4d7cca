#include "secrets/watched_source.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

#include "secrets/scoped_name.hpp"

namespace jackfield::secrets {
namespace {

Failure cannot_read(const std::filesystem::path& file, int error) {
  return {error == ENOENT ? Fault::NotFound : Fault::Unavailable,
          fmt::format("secrets from \"{}\": {}", file.string(), std::generic_category().message(error))};
}

std::int64_t nanoseconds_of(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& file) : descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

Result<std::optional<FileMark>> mark_of(const std::filesystem::path& file) {
  struct stat info{};
  if (::stat(file.c_str(), &info) != 0) return cannot_read(file, errno);
  if (!S_ISREG(info.st_mode)) return std::optional<FileMark>();
  return std::optional<FileMark>(FileMark{file.filename().string(), info.st_dev, info.st_ino, info.st_size,
                                          nanoseconds_of(info.st_mtim), nanoseconds_of(info.st_ctim)});
}

Result<std::string> read_whole(const std::filesystem::path& file) {
  const OpenFile open(file);
  if (open.descriptor() < 0) return cannot_read(file, errno);
  std::string content;
  char part[4096];
  while (true) {
    const ssize_t got = ::read(open.descriptor(), part, sizeof part);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(file, errno);
    if (got == 0) return content;
    content.append(part, static_cast<std::size_t>(got));
    if (content.size() > kMostFileBytes) {
      return Failure{Fault::InvalidInput,
                     fmt::format("secrets from \"{}\": expected at most {} bytes", file.string(), kMostFileBytes)};
    }
  }
}

Result<std::unique_ptr<Provider>> WatchedSource::open(std::unique_ptr<Source> source, FileSettings settings,
                                                      const Clock& clock, log::Logger log) {
  Result<State> first = read_now(*source);
  if (!first) return std::move(first).failure();
  return std::unique_ptr<Provider>(
      new WatchedSource(std::move(source), std::move(settings), clock, log, *std::move(first)));
}

WatchedSource::WatchedSource(std::unique_ptr<Source> source, FileSettings settings, const Clock& clock, log::Logger log,
                             State state)
    : clock_(clock),
      source_(std::move(source)),
      settings_(std::move(settings)),
      log_(log),
      state_(std::move(state)),
      next_look_(clock.now() + settings_.check_interval) {}

Result<WatchedSource::State> WatchedSource::read_now(const Source& source) {
  Result<Marks> marks = source.marks();
  if (!marks) return std::move(marks).failure();
  Result<SecretMap> secrets = source.read(*marks);
  if (!secrets) return std::move(secrets).failure();
  return State{*std::move(marks), std::make_shared<const SecretMap>(*std::move(secrets))};
}

Result<std::optional<SecretText>> WatchedSource::find(std::string_view name, const Scope& scope) const {
  look();
  const std::shared_ptr<const SecretMap> secrets = current();
  const auto found = secrets->find(scoped_name({}, settings_.parts, scope, name));
  if (found == secrets->end()) return std::optional<SecretText>();
  return std::optional<SecretText>(found->second);
}

std::shared_ptr<const SecretMap> WatchedSource::current() const {
  MutexLock lock(mutex_);
  return state_.secrets;
}

// Marks are taken before the content: what changes in between differs from them the next time.
void WatchedSource::look() const {
  Marks known;
  {
    MutexLock lock(mutex_);
    if (is_looking_ || clock_.now() < next_look_) return;
    is_looking_ = true;
    known = state_.marks;
  }
  const Result<Marks> marks = source_->marks();
  if (marks && *marks == known) {
    MutexLock lock(mutex_);
    next_look_ = clock_.now() + settings_.check_interval;
    is_looking_ = false;
    return;
  }
  keep(read_now(*source_));
}

void WatchedSource::keep(Result<State> next) const {
  bool is_first_failure = false;
  std::size_t count = 0;
  {
    MutexLock lock(mutex_);
    next_look_ = clock_.now() + settings_.check_interval;
    is_looking_ = false;
    is_first_failure = !next && !is_failing_;
    is_failing_ = !next;
    if (next) {
      state_ = *next;
      count = state_.secrets->size();
    }
  }
  if (next) {
    log_.info("secrets read again", {{"from", settings_.path.string()}, {"count", count}});
  } else if (is_first_failure) {
    log_.warn("secrets not read again, old ones stay", {{"reason", next.failure().message}});
  }
}

}  // namespace jackfield::secrets
