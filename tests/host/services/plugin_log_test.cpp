#include "services/plugin_log.hpp"

#include <gmock/gmock.h>

#include "services/text.hpp"

namespace jackfield::services {
namespace {

using testing::HasSubstr;
using testing::Not;

class PluginLogTest : public testing::Test {
 protected:
  static void keep(void* lines, std::string_view line) {
    *static_cast<std::string*>(lines) += std::string(line) + "\n";
  }

  std::string lines;
  log::Log sink{{.level = log::Level::Debug, .format = log::Format::Json}, &keep, &lines};
  PluginLog log{sink.room("plugin"), "io.acme.mail", 7};
};

TEST_F(PluginLogTest, says_who_spoke) {
  const jf_kv field{borrow("to"), borrow("me")};
  log.write({.level = JF_LOG_WARN, .message = borrow("mail bounced"), .fields = &field, .count = 1, .op = 42});
  EXPECT_THAT(lines, HasSubstr("\"mail bounced\""));
  EXPECT_THAT(lines, HasSubstr("\"plugin\":\"io.acme.mail\""));
  EXPECT_THAT(lines, HasSubstr("\"generation\":7"));
  EXPECT_THAT(lines, HasSubstr("\"op\":42"));
  EXPECT_THAT(lines, HasSubstr("\"to\":\"me\""));
}

TEST_F(PluginLogTest, limits_number_and_length_of_fields) {
  const std::string long_text(5000, 'x');
  const std::vector<jf_kv> fields(20, jf_kv{borrow(long_text), borrow(long_text)});
  log.write({.message = borrow("m"), .fields = fields.data(), .count = 20});
  EXPECT_THAT(lines, HasSubstr("\"dropped_fields\":4"));
  EXPECT_LT(lines.size(), 16u * (1024 + 64 + 10) + 500u);
}

TEST_F(PluginLogTest, repairs_text_and_keys) {
  const jf_kv field{borrow("a \"key"), borrow("\xFF")};
  log.write({.message = borrow("bad \xC3"), .fields = &field, .count = 1});
  EXPECT_THAT(lines, HasSubstr("bad \xEF\xBF\xBD"));
  EXPECT_THAT(lines, HasSubstr("\"a__key\":\"\xEF\xBF\xBD\""));
}

TEST_F(PluginLogTest, says_which_side_is_accused) {
  log.write({.level = JF_LOG_HOST_MISBEHAVING, .message = borrow("m")});
  EXPECT_THAT(lines, HasSubstr("\"accuses\":\"host\""));
}

TEST_F(PluginLogTest, tells_the_lowest_level_that_is_written) {
  EXPECT_EQ(log.lowest_level(), JF_LOG_DEBUG);
  sink.set_level(log::Level::Error);
  EXPECT_EQ(log.lowest_level(), JF_LOG_ERROR);
  log.write({.level = JF_LOG_WARN, .message = borrow("m")});
  EXPECT_EQ(lines, "");
}

}  // namespace
}  // namespace jackfield::services
