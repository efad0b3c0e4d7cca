#include "log/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "log/line.hpp"

namespace jackfield::log {
namespace {

using testing::EndsWith;
using testing::IsEmpty;
using testing::SizeIs;

class LogTest : public testing::Test {
 protected:
  static void keep(void* self, std::string_view line) { static_cast<LogTest*>(self)->lines.emplace_back(line); }

  Log make(Settings settings = {}) { return Log(settings, &keep, this); }

  std::vector<std::string> lines;
};

TEST_F(LogTest, writes_an_event_with_its_fields_on_one_line) {
  Log log = make();
  log.room("worker").info("job completed", {{"job", JobKey{7}}, {"type", "echo:1"}, {"took", 41ms}, {"ok", true}});
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0], EndsWith(R"(level=info room=worker event="job completed" job=7 type=echo:1 took=41 ok=true)"));
}

TEST_F(LogTest, writes_json_for_machines) {
  Log log = make({.format = Format::Json});
  log.room("worker").warn("gateway \"lost\"", {{"after", 1500us}, {"tries", 3}});
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0],
              EndsWith(R"("level":"warn","room":"worker","event":"gateway \"lost\"","after":1.5,"tries":3})"));
}

TEST_F(LogTest, keeps_a_line_whole_whatever_the_text_holds) {
  Log log = make();
  log.room("app").info("said", {{"text", "two\nlines = \x01"}});
  EXPECT_THAT(lines[0], EndsWith(R"(text="two\nlines = \u0001")"));
}

class HideNames final : public TextFilter {
 public:
  std::optional<std::string> filtered(std::string_view text) const override {
    if (text != "Ada") return std::nullopt;
    return "***";
  }
};

TEST_F(LogTest, shows_texts_as_its_filter_wants_them) {
  const HideNames filter;
  Log log = make();
  log.set_filter(filter);
  log.room("app").info("Ada", {{"who", "Ada"}, {"other", "Bob"}, {"n", 7}});
  EXPECT_THAT(lines[0], EndsWith(R"(event=*** who=*** other=Bob n=7)"));
}

TEST_F(LogTest, leaves_out_what_is_below_its_level) {
  Log log = make({.level = Level::Warn});
  log.room("worker").info("job completed");
  EXPECT_THAT(lines, IsEmpty());
}

TEST_F(LogTest, changes_the_level_of_one_room) {
  Log log = make();
  Logger worker = log.room("worker");
  Logger loader = log.room("loader");
  log.set_level("worker", Level::Debug);
  worker.debug("polled");
  loader.debug("looked");
  EXPECT_THAT(lines, SizeIs(1));
}

TEST(Logger, writes_nothing_without_a_sink) {
  Logger{}.error("nobody hears this");
}

TEST(LogLine, writes_the_time_in_utc_with_milliseconds) {
  const Event event{WallTime{} + 86'400s + 5ms, Level::Info, "app", "started", {}};
  EXPECT_EQ(render_logfmt(event), "time=1970-01-02T00:00:00.005Z level=info room=app event=started");
}

static_assert(!std::is_constructible_v<FieldValue, const SecretText&>);

}  // namespace
}  // namespace jackfield::log
