#include "gateway/basic_tokens.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "support/inline_executor.hpp"
#include "support/manual_clock.hpp"
#include "support/scripted_sender.hpp"

namespace jackfield::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

class BasicTokensTest : public testing::Test {
 protected:
  BasicTokensTest() {
    std::string name = (std::filesystem::temp_directory_path() / "jackfield-basic-XXXXXX").string();
    file = std::filesystem::path(::mkdtemp(name.data())) / "password";
  }
  ~BasicTokensTest() override { std::filesystem::remove_all(file.parent_path()); }

  std::unique_ptr<Tokens> made(SecretSource password) {
    auto tokens = make_tokens(BasicCredentials{"demo", std::move(password)},
                              {http, executor, clock, clock, log.room("gateway"), metrics});
    EXPECT_TRUE(tokens.ok());
    return tokens ? *std::move(tokens) : nullptr;
  }
  static std::string shown(Tokens& tokens) { return std::string((*tokens.current())->header.reveal()); }

  std::filesystem::path file;
  std::vector<std::string> lines;
  log::Log log{{},
               [](void* to, std::string_view line) { static_cast<std::vector<std::string>*>(to)->emplace_back(line); },
               &lines};
  metrics::Registry metrics;
  test::ManualClock clock;
  test::InlineExecutor executor;
  test::ScriptedSender http;
};

TEST_F(BasicTokensTest, are_name_and_password) {
  EXPECT_EQ(shown(*made({.text = SecretText("demo")})), "Basic ZGVtbzpkZW1v");
}

TEST_F(BasicTokensTest, that_are_refused_are_one_line_for_a_human) {
  const auto tokens = made({.text = SecretText("demo")});
  tokens->refused(*tokens->current(), "who are you");
  tokens->refused(*tokens->current(), "who are you");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr("level=error"));
  EXPECT_THAT(lines[0], Not(HasSubstr("ZGVtbzpkZW1v")));
}

TEST_F(BasicTokensTest, take_up_a_changed_file_when_they_are_refused) {
  std::ofstream(file) << "old\n";
  const auto tokens = made({.file = file});
  EXPECT_EQ(shown(*tokens), "Basic ZGVtbzpvbGQ=");
  std::ofstream(file) << "new\n";
  tokens->refused(*tokens->current(), "who are you");
  executor.run_all();
  EXPECT_EQ(shown(*tokens), "Basic ZGVtbzpuZXc=");
}

TEST_F(BasicTokensTest, need_a_file_that_holds_a_password) {
  const auto refused = make_tokens(BasicCredentials{"demo", {.file = file}},
                                   {http, executor, clock, clock, log.room("gateway"), metrics});
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.failure().message, HasSubstr(file.string()));
}

}  // namespace
}  // namespace jackfield::gateway
