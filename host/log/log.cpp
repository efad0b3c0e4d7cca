#include "log/log.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <thread>

#include <atomic>
#include <deque>
#include <map>
#include <vector>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "log/line.hpp"

namespace jackfield::log {
namespace {

constexpr std::size_t kQueuedLines = 1024;
constexpr int kFlushLooks = 1000;  // a millisecond apart

// The texts of one event as a filter wants them shown.
class FilteredTexts {
 public:
  explicit FilteredTexts(const TextFilter& filter) : filter_(filter) {}

  std::string_view shown(std::string_view text) {
    std::optional<std::string> changed = filter_.filtered(text);
    return changed ? std::string_view(kept_.emplace_back(*std::move(changed))) : text;
  }

  Field shown(const Field& field) {
    const std::string_view* text = std::get_if<std::string_view>(&field.value.value());
    return {shown(field.key), text == nullptr ? field.value : FieldValue(shown(*text))};
  }

 private:
  const TextFilter& filter_;
  std::deque<std::string> kept_;
};

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

  void write(const Event& event) {
    if (const TextFilter* const chosen = filter.load(std::memory_order_acquire)) {
      FilteredTexts texts(*chosen);
      std::vector<Field> fields;
      fields.reserve(event.fields.size());
      for (const Field& field : event.fields) fields.push_back(texts.shown(field));
      render({event.time, event.level, event.room, texts.shown(event.text), fields});
    } else {
      render(event);
    }
  }

  void render(const Event& event) {
    const std::string line = settings.format == Format::Json ? render_json(event) : render_logfmt(event);
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

  std::atomic<const TextFilter*> filter = nullptr;

  mutable Mutex mutex;
  Level level JF_GUARDED_BY(mutex);
  std::map<std::string, Logger::Room, std::less<>> rooms JF_GUARDED_BY(mutex);
};

bool Logger::is_on(Level level) const noexcept {
  return room_ != nullptr && level >= room_->level.load(std::memory_order_relaxed) && level != Level::Off;
}

void Logger::write(Level level, std::string_view event, const Field* fields, std::size_t count) const noexcept {
  if (!is_on(level)) return;
  try {
    room_->log.write({system_clock().wall_now(), level, room_->name, event, {fields, count}});
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

void Log::set_filter(const TextFilter& filter) noexcept {
  state_->filter.store(&filter, std::memory_order_release);
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

Level Log::level() const noexcept {
  MutexLock lock(state_->mutex);
  return state_->level;
}

std::vector<std::pair<std::string, Level>> Log::levels() const {
  std::vector<std::pair<std::string, Level>> levels;
  MutexLock lock(state_->mutex);
  for (const auto& [name, room] : state_->rooms) levels.emplace_back(name, room.level.load());
  return levels;
}

void Log::flush() noexcept {
  if (!state_->logger) return;
  // Lines are taken in order: when the second request was taken, all that stood before the first is written.
  state_->logger->flush();
  state_->logger->flush();
  for (int look = 0; look < kFlushLooks && state_->writer->queue_size() > 0; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace jackfield::log
