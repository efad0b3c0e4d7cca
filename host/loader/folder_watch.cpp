#include "loader/folder_watch.hpp"

#include <sys/inotify.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>

#include "loader/errors.hpp"
#include "loader/file_descriptor.hpp"

namespace jackfield::loader {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kEvents = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB |
                                  IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
constexpr milliseconds kRescanWithoutEvents = 2s;

// NFS, CIFS, SMB2, 9P, FUSE: changes made elsewhere cause no events here.
constexpr std::array<std::uint32_t, 5> kSilentFileSystems{0x6969, 0xff534d42, 0xfe534d42, 0x01021997, 0x65735546};

bool is_silent(const fs::path& folder) {
  struct statfs status{};
  if (::statfs(folder.c_str(), &status) != 0) return true;
  const auto type = static_cast<std::uint32_t>(status.f_type);
  return std::find(kSilentFileSystems.begin(), kSilentFileSystems.end(), type) != kSilentFileSystems.end();
}

}  // namespace

// Lives on the loop thread once started.
struct FolderWatch::State : std::enable_shared_from_this<State> {
  State(Settings the_settings, Loop& the_loop, const Clock& the_clock, log::Logger the_log,
        UniqueFunction<void()> the_look)
      : settings(std::move(the_settings)), loop(the_loop), clock(the_clock), log(the_log), look(std::move(the_look)) {}

  void start() {
    const bool wants_events = settings.mode != WatchMode::Poll;
    if (wants_events) inotify = FileDescriptor(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (inotify) {
      watch = loop.watch(inotify.get(), {.read = true}, [self = weak_from_this()](Readiness) {
        if (const auto alive = self.lock()) alive->on_events();
      });
    } else if (wants_events) {
      warn_once(errno);
    }
    on_rescan();
  }

  void stop() {
    is_stopped = true;
    loop.cancel(timer);
    if (inotify) loop.unwatch(watch);
    inotify = FileDescriptor();
  }

  void on_events() {
    alignas(inotify_event) std::array<char, 16384> buffer;
    while (::read(inotify.get(), buffer.data(), buffer.size()) > 0) {
    }
    look();
  }

  void on_rescan() {
    if (is_stopped) return;
    bool has_all_events = true;
    for (const fs::path& folder : settings.folders) has_all_events &= follow(folder);
    look();
    const bool may_wait = has_all_events || settings.mode == WatchMode::Events;
    const milliseconds pause = may_wait ? settings.rescan : std::min(settings.rescan, kRescanWithoutEvents);
    timer = loop.at(Deadline::in(pause, clock), [self = weak_from_this()] {
      if (const auto alive = self.lock()) alive->on_rescan();
    });
  }

  // False: no events come from there. Following what is followed already changes nothing; a folder that was replaced by
  // another of the same name is followed anew.
  bool follow(const fs::path& folder) {
    if (!inotify) return false;
    const int descriptor = ::inotify_add_watch(inotify.get(), folder.c_str(), kEvents);
    if (descriptor < 0) {
      if (errno != ENOENT && errno != ENOTDIR) warn_once(errno);
      return false;
    }
    const auto [known, is_new] = descriptors.try_emplace(folder, descriptor);
    if (!is_new && known->second != descriptor) {
      ::inotify_rm_watch(inotify.get(), std::exchange(known->second, descriptor));
    }
    return !is_silent(folder);
  }

  void warn_once(int error) {
    if (std::exchange(has_warned, true)) return;
    log.warn("plugin folders are polled, events cannot be had",
             {{"code", text_of(ErrorCode::WatchLimited)}, {"reason", std::strerror(error)}});
  }

  const Settings settings;
  Loop& loop;
  const Clock& clock;
  const log::Logger log;
  UniqueFunction<void()> look;
  FileDescriptor inotify;
  WatchId watch = WatchId::None;
  TimerId timer = TimerId::None;
  std::map<fs::path, int> descriptors;
  bool has_warned = false;
  bool is_stopped = false;
};

FolderWatch::FolderWatch(Settings settings, Loop& loop, const Clock& clock, log::Logger log,
                         UniqueFunction<void()> look)
    : state_(std::make_shared<State>(std::move(settings), loop, clock, log, std::move(look))) {}

FolderWatch::~FolderWatch() {
  stop();
}

void FolderWatch::start() {
  state_->loop.post([state = state_] { state->start(); });
}

void FolderWatch::stop() noexcept {
  if (!state_) return;
  Loop& loop = state_->loop;
  loop.post([state = std::move(state_)] { state->stop(); });
}

}  // namespace jackfield::loader
