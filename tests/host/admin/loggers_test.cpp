#include "admin/loggers.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace jackfield::admin {
namespace {

using nlohmann::json;

class LoggersTest : public testing::Test {
 protected:
  LoggersTest() { log.room("worker"); }

  json level_of(const std::string& name) { return json::parse(one_logger(log, name).body)["effectiveLevel"]; }

  log::Log log{{.level = log::Level::Info}, [](void*, std::string_view) {}, nullptr};
};

TEST_F(LoggersTest, are_the_rooms_of_the_log) {
  const json all = json::parse(all_loggers(log).body);
  EXPECT_EQ(all["levels"], json({"OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"}));
  EXPECT_EQ(all["loggers"]["worker"], json({{"configuredLevel", "INFO"}, {"effectiveLevel", "INFO"}}));
  EXPECT_EQ(all["loggers"]["ROOT"]["effectiveLevel"], "INFO");
}

TEST_F(LoggersTest, take_another_level) {
  EXPECT_EQ(set_logger(log, "worker", R"({"configuredLevel":"DEBUG"})").status, 204);
  EXPECT_EQ(level_of("worker"), "DEBUG");
  EXPECT_EQ(level_of("ROOT"), "INFO");
  EXPECT_TRUE(log.room("worker").is_on(log::Level::Debug));
}

TEST_F(LoggersTest, fall_back_to_the_root_level) {
  set_logger(log, "worker", R"({"configuredLevel":"DEBUG"})");
  EXPECT_EQ(set_logger(log, "worker", R"({"configuredLevel":null})").status, 204);
  EXPECT_EQ(level_of("worker"), "INFO");
  set_logger(log, "worker", R"({"configuredLevel":"DEBUG"})");
  EXPECT_EQ(set_logger(log, "worker", "{}").status, 204);
  EXPECT_EQ(level_of("worker"), "INFO");
}

TEST_F(LoggersTest, change_all_with_the_root) {
  EXPECT_EQ(set_logger(log, "ROOT", R"({"configuredLevel":"WARN"})").status, 204);
  EXPECT_EQ(level_of("worker"), "WARN");
  EXPECT_EQ(level_of("ROOT"), "WARN");
}

TEST_F(LoggersTest, refuse_what_is_no_level_and_no_logger) {
  EXPECT_EQ(set_logger(log, "worker", R"({"configuredLevel":"LOUD"})").status, 400);
  EXPECT_EQ(set_logger(log, "worker", R"({"configuredLevel":7})").status, 400);
  EXPECT_EQ(set_logger(log, "worker", "DEBUG").status, 400);
  EXPECT_EQ(set_logger(log, "kitchen", R"({"configuredLevel":"INFO"})").status, 404);
  EXPECT_EQ(one_logger(log, "kitchen").status, 404);
  EXPECT_EQ(level_of("worker"), "INFO");
}

}  // namespace
}  // namespace jackfield::admin
