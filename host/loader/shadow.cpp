#include "loader/shadow.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>
#include <vector>

#include "loader/loader.hpp"
#include "loader/sha256.hpp"
#include "loader/signature.hpp"

namespace jackfield::loader {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolderPrefix = "host-";
constexpr std::string_view kLockName = "lock";
constexpr std::size_t kBlockBytes = 256U << 10;
constexpr std::uint64_t kMaxPluginBytes = 512U << 20;

std::string reason_of(int error) {
  return std::strerror(error);
}

Failure cannot(std::string_view what, const fs::path& path) {
  return {Fault::Unavailable, fmt::format("shadow folder: {} {}: {}", what, path.string(), reason_of(errno))};
}

Result<void> check_private(const fs::path& parent) {
  struct stat status{};
  if (::lstat(parent.c_str(), &status) != 0) return cannot("looking at", parent);
  if (!S_ISDIR(status.st_mode) || status.st_uid != ::geteuid() || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return Failure{
        Fault::InvalidInput,
        fmt::format("shadow folder {}: expected a directory of ours that nobody else may write to", parent.string())};
  }
  return {};
}

bool is_noexec(const fs::path& folder) {
  struct statvfs mount{};
  return ::statvfs(folder.c_str(), &mount) == 0 && (mount.f_flag & ST_NOEXEC) != 0;
}

// A file in memory from which code may be loaded; older kernels have no word for that, and allow it.
FileDescriptor make_memory_file(const std::string& name) {
  constexpr unsigned kExecutable = 0x10;  // MFD_EXEC
  FileDescriptor file(::memfd_create(name.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING | kExecutable));
  if (!file && errno == EINVAL) file = FileDescriptor(::memfd_create(name.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING));
  return file;
}

// A folder whose lock can be had belongs to nobody who lives. Called with the parent locked.
void remove_stale(const fs::path& parent) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, ignored)) {
    if (!entry.path().filename().string().starts_with(kFolderPrefix)) continue;
    const FileDescriptor lock(::open((entry.path() / kLockName).c_str(), O_RDWR | O_CLOEXEC));
    if (lock && ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) continue;
    fs::remove_all(entry.path(), ignored);
  }
}

Rejection cannot_stage(std::string_view what, int error) {
  return {ErrorCode::CannotStage, fmt::format("{} its copy: {}", what, reason_of(error))};
}

Rejection changed() {
  return {ErrorCode::Incomplete, "it changed while it was copied"};
}

bool looks_like(int file, const FileStamp& expected) {
  struct stat status{};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return false;
  FileStamp stamp = stamp_of(status);
  stamp.link_target = expected.link_target;
  stamp.signature = expected.signature;
  return stamp == expected;
}

bool write_all(int file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

// The hash of what was copied.
Judged<std::string> copy(int from, int to) {
  Sha256 hash;
  std::vector<std::byte> block(kBlockBytes);
  while (true) {
    const ssize_t count = ::read(from, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Rejection{ErrorCode::Unreadable, "reading it: " + reason_of(errno)};
    if (count == 0) return std::move(hash).hex();
    const auto bytes = std::span(block).first(static_cast<std::size_t>(count));
    hash.add(bytes);
    if (!write_all(to, bytes)) return cannot_stage("writing", errno);
  }
}

}  // namespace

fs::path shadow_folder_or_default(const fs::path& folder) {
  std::error_code ignored;
  return folder.empty() ? fs::temp_directory_path(ignored) / fmt::format("jackfield-{}", ::geteuid()) : folder;
}

Result<ShadowFolder> ShadowFolder::make(fs::path parent, Place place) {
  std::error_code failed;
  parent = shadow_folder_or_default(parent);
  fs::create_directories(parent.parent_path(), failed);
  if (::mkdir(parent.c_str(), S_IRWXU) != 0 && errno != EEXIST) return cannot("making", parent);
  if (Result<void> usable = check_private(parent); !usable) return std::move(usable).failure();

  // Whoever makes or removes folders holds the parent, so that nobody removes one whose lock is not taken yet.
  const FileDescriptor turn(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!turn || ::flock(turn.get(), LOCK_EX) != 0) return cannot("locking", parent);
  remove_stale(parent);
  std::string name = (parent / kFolderPrefix).string() + "XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) return cannot("making a folder in", parent);
  FileDescriptor lock(::open((fs::path(name) / kLockName).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!lock || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return cannot("locking", name);
  const bool in_memory = place == Place::Memory || is_noexec(parent);
  if (in_memory && !make_memory_file("jackfield")) {
    return Failure{Fault::Unavailable,
                   fmt::format("shadow folder {}: mounted noexec, and files in memory cannot be had: {}",
                               parent.string(), reason_of(errno))};
  }
  return ShadowFolder(name, std::move(lock), in_memory);
}

ShadowFolder::~ShadowFolder() {
  if (!lock_) return;
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Judged<StagedFile> ShadowFolder::stage(const fs::path& source, const FileStamp& expected) {
  // Not blocking: somebody may have put a pipe there since it was looked at.
  const FileDescriptor from(::open(source.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!from && errno == ENOENT) return changed();
  if (!from) {
    return Rejection{ErrorCode::Unreadable,
                     fmt::format("opening it: {} (this host runs as user {})", reason_of(errno), ::geteuid())};
  }
  if (!looks_like(from.get(), expected)) return changed();
  if (expected.size > kMaxPluginBytes) {
    return Rejection{ErrorCode::NotASharedLibrary,
                     fmt::format("{} bytes, at most {} are allowed", expected.size, kMaxPluginBytes)};
  }
  ++last_copy_;
  Judged<StagedFile> staged =
      keeps_in_memory_ ? stage_in_memory(from.get(), source, expected) : stage_in_folder(from.get(), source, expected);
  if (auto* file = std::get_if<StagedFile>(&staged)) file->signature = read_signature(source);
  return staged;
}

Judged<StagedFile> ShadowFolder::stage_in_memory(int from, const fs::path& source, const FileStamp& expected) {
  FileDescriptor to = make_memory_file(fmt::format("{}-{}.so", source.stem().string(), last_copy_));
  if (!to) return cannot_stage("making", errno);
  Judged<std::string> hash = copy(from, to.get());
  if (const auto* rejection = std::get_if<Rejection>(&hash)) return *rejection;
  if (!looks_like(from, expected)) return changed();
  ::fchmod(to.get(), S_IRUSR | S_IXUSR);
  ::fcntl(to.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
  StagedFile staged{fmt::format("/proc/self/fd/{}", to.get()), std::get<std::string>(std::move(hash))};
  in_memory_.emplace(staged.path, std::move(to));
  return staged;
}

Judged<StagedFile> ShadowFolder::stage_in_folder(int from, const fs::path& source, const FileStamp& expected) {
  const std::uint64_t number = last_copy_;
  const fs::path part = path_ / fmt::format("{}.part", number);
  const FileDescriptor to(::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IXUSR));
  if (!to) return cannot_stage("making", errno);
  Judged<std::string> hash = copy(from, to.get());
  const auto* rejection = std::get_if<Rejection>(&hash);
  if (rejection != nullptr || !looks_like(from, expected)) {
    remove(part);
    return rejection != nullptr ? *rejection : changed();
  }
  StagedFile staged{.path = {}, .sha256 = std::get<std::string>(std::move(hash))};
  staged.path = path_ / fmt::format("{}-{}-{}.so", source.stem().string(), number, staged.sha256.substr(0, 8));
  if (::rename(part.c_str(), staged.path.c_str()) != 0) return cannot_stage("naming", errno);
  return staged;
}

void ShadowFolder::remove(const fs::path& shadow_copy) noexcept {
  if (in_memory_.erase(shadow_copy) == 0) ::unlink(shadow_copy.c_str());
}

// A copy that lives in memory is named by a descriptor of ours; the child knows it by our process.
std::filesystem::path path_for_child(const std::filesystem::path& copy) {
  constexpr std::string_view kOwn = "/proc/self/";
  const std::string path = copy.string();
  if (!std::string_view(path).starts_with(kOwn)) return copy;
  return fmt::format("/proc/{}/{}", ::getpid(), path.substr(kOwn.size()));
}

}  // namespace jackfield::loader
