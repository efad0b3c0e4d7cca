#include "secrets/redactor.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_secrets.hpp"

namespace jackfield::secrets {
namespace {

using testing::ElementsAre;
using testing::EndsWith;

TEST(Redactor, hides_what_was_given_to_jobs_in_the_log) {
  std::vector<std::string> lines;
  const auto keep = [](void* context, std::string_view line) {
    static_cast<std::vector<std::string>*>(context)->emplace_back(line);
  };
  Redactor redactor;
  log::Log log({}, keep, &lines);
  log.set_filter(redactor);
  const Secrets secrets(test::chain_of({{"KEY", "hunter two"}, {"UNUSED", "never asked"}}), &redactor);

  ASSERT_TRUE(secrets.replace("{{secrets.KEY}}", {}).ok());
  log.room("plugin").info(
      "sent hunter two",
      {{"url", "http://x/?k=hunter%20two"}, {"auth", "aHVudGVyIHR3bw=="}, {"n", 7}, {"t", "never asked"}});

  EXPECT_THAT(lines,
              ElementsAre(EndsWith(R"(event="sent ***" url="http://x/?k=***" auth="***==" n=7 t="never asked")")));
}

TEST(Redactor, does_not_learn_what_is_short) {
  Redactor redactor;
  redactor.learn("abc");
  EXPECT_EQ(redactor.filtered("abc"), std::nullopt);
}

TEST(Redactor, keeps_a_bounded_number_of_values_the_newest) {
  Redactor redactor;
  const int kMany = static_cast<int>(Redactor::kMostValues) + 10;
  for (int i = 0; i < kMany; ++i) redactor.learn(fmt::format("value-{}-", i));
  EXPECT_EQ(redactor.filtered("value-0-"), std::nullopt);
  EXPECT_EQ(redactor.filtered(fmt::format("value-{}-", kMany - 1)), "***");
  EXPECT_EQ(redactor.filtered(fmt::format("value-{}-", kMany - 500)), "***");
}

}  // namespace
}  // namespace jackfield::secrets
