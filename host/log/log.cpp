#include "log/log.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <map>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "log/line.hpp"

namespace jackfield::log {
namespace {

constexpr std::size_t kQueuedLines = 1024;

}  // namespace

struct Logger::Room {
  Room(Log::State& the_log, std::string_view the_name, Level the_level)
      : log(the_log), name(the_name), level(the_level) {}

  Log::State& log;
  const std::string name;
  std::atomic<Level> level;
};

struct Log::State {
  explicit State(Settings the_settings) : settings(the_settings), level(the_settings.level) {}

  void write(const std::string& line) {
    if (lines != nullptr) {
      lines(lines_context, line);
    } else {
      logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
    }
  }

  // Constant after construction.
  const Settings settings;
  Lines lines = nullptr;
  void* lines_context = nullptr;
  std::shared_ptr<spdlog::details::thread_pool> writer;
  std::shared_ptr<spdlog::async_logger> logger;

  Mutex mutex;
  Level level JF_GUARDED_BY(mutex);
  std::map<std::string, Logger::Room, std::less<>> rooms JF_GUARDED_BY(mutex);
};

bool Logger::is_on(Level level) const noexcept {
  return room_ != nullptr && level >= room_->level.load(std::memory_order_relaxed) && level != Level::Off;
}

void Logger::write(Level level, std::string_view event, const Field* fields, std::size_t count) const noexcept {
  if (!is_on(level)) return;
  try {
    const Event line{system_clock().wall_now(), level, room_->name, event, {fields, count}};
    Log::State& log = room_->log;
    log.write(log.settings.format == Format::Json ? render_json(line) : render_logfmt(line));
  } catch (const std::exception&) {
    // A line that cannot be written is lost; the work it tells of is not.
  }
}

Log::Log(Settings settings) : state_(std::make_unique<State>(settings)) {
  state_->writer = std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1);
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  state_->logger = std::make_shared<spdlog::async_logger>("jackfield", std::move(sink), state_->writer,
                                                          spdlog::async_overflow_policy::overrun_oldest);
  state_->logger->set_pattern("%v");
  state_->logger->set_level(spdlog::level::trace);
}

Log::Log(Settings settings, Lines lines, void* context) : state_(std::make_unique<State>(settings)) {
  state_->lines = lines;
  state_->lines_context = context;
}

Log::~Log() = default;

Logger Log::room(std::string_view name) {
  MutexLock lock(state_->mutex);
  auto found = state_->rooms.find(name);
  if (found == state_->rooms.end()) {
    found = state_->rooms
                .emplace(std::piecewise_construct, std::forward_as_tuple(name),
                         std::forward_as_tuple(*state_, name, state_->level))
                .first;
  }
  return Logger(&found->second);
}

void Log::set_level(Level level) noexcept {
  MutexLock lock(state_->mutex);
  state_->level = level;
  for (auto& [name, room] : state_->rooms) room.level = level;
}

void Log::set_level(std::string_view name, Level level) {
  room(name);
  MutexLock lock(state_->mutex);
  state_->rooms.find(name)->second.level = level;
}

void Log::flush() noexcept {
  if (state_->logger) state_->logger->flush();
}

}  // namespace jackfield::log
