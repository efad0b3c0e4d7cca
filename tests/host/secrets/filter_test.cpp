#include "secrets/filter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace jackfield::secrets {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

NamesByElement names_of(std::string_view element, Names names) {
  return {{std::string(element), std::make_shared<const Names>(std::move(names))}};
}

// Keeps who asked until the test answers.
class ModelsByHand final : public Models {
 public:
  void find_names(ProcessDefinitionKey definition, UniqueFunction<void(Result<NamesByElement>)> done) override {
    asked.push_back(definition.value);
    waiting.push_back(std::move(done));
  }

  void answer(Result<NamesByElement> names) {
    auto done = std::move(waiting.front());
    waiting.erase(waiting.begin());
    done(std::move(names));
  }

  std::vector<std::int64_t> asked;
  std::vector<UniqueFunction<void(Result<NamesByElement>)>> waiting;
};

class FilterTest : public testing::Test {
 protected:
  static void keep(void* self, std::string_view line) { static_cast<FilterTest*>(self)->lines.emplace_back(line); }

  void make(FilterMode mode, std::size_t most_models = 1000) {
    filter.emplace(FilterSettings{mode, most_models}, models, log.room("secrets"));
  }

  void ask(std::int64_t definition, std::string element) {
    filter->allowed({definition}, std::move(element),
                    [this](Result<AllowList> list) { lists.push_back(std::move(list)); });
  }

  std::vector<std::string> lines;
  log::Log log{{}, &keep, this};
  ModelsByHand models;
  std::optional<Filter> filter;
  std::vector<Result<AllowList>> lists;
};

TEST_F(FilterTest, allows_everything_and_asks_for_no_model_when_disabled) {
  make(FilterMode::Disabled);
  ask(1, "task");
  EXPECT_FALSE(filter->is_on());
  EXPECT_THAT(models.asked, IsEmpty());
  EXPECT_TRUE(lists.at(0)->allows("ANY"));
}

TEST_F(FilterTest, allows_what_the_element_names) {
  make(FilterMode::Strict);
  ask(1, "task");
  models.answer(names_of("task", {"A", "B"}));
  EXPECT_TRUE(lists.at(0)->allows("A"));
  EXPECT_FALSE(lists.at(0)->allows("C"));
}

TEST_F(FilterTest, allows_nothing_to_an_element_that_the_model_does_not_list) {
  make(FilterMode::Lax);
  ask(1, "other");
  models.answer(names_of("task", {"A"}));
  EXPECT_FALSE(lists.at(0)->allows("A"));
}

TEST_F(FilterTest, asks_once_per_definition_however_many_wait) {
  make(FilterMode::Strict);
  ask(1, "task");
  ask(1, "task");
  ask(2, "task");
  EXPECT_THAT(models.asked, ElementsAre(1, 2));
  EXPECT_THAT(lists, IsEmpty());
  models.answer(names_of("task", {"A"}));
  models.answer(names_of("task", {"B"}));
  ask(1, "task");
  ASSERT_THAT(lists, SizeIs(4));
  EXPECT_TRUE(lists[0]->allows("A") && lists[1]->allows("A") && lists[2]->allows("B") && lists[3]->allows("A"));
  EXPECT_THAT(models.asked, ElementsAre(1, 2));
}

TEST_F(FilterTest, allows_everything_with_a_warning_while_a_model_cannot_be_read_if_lax) {
  make(FilterMode::Lax);
  ask(1, "task");
  models.answer(Failure{Fault::Unavailable, "no route"});
  EXPECT_TRUE(lists.at(0)->allows("ANY"));
  EXPECT_THAT(lines, ElementsAre(HasSubstr("reason=\"no route\" all_allowed=true")));
}

TEST_F(FilterTest, fails_while_a_model_cannot_be_read_if_strict_and_asks_again) {
  make(FilterMode::Strict);
  ask(1, "task");
  models.answer(Failure{Fault::Unavailable, "no route"});
  ASSERT_FALSE(lists.at(0).ok());
  EXPECT_EQ(lists.at(0).failure().message, "Error retrieving secret keys");
  ask(1, "task");
  models.answer(names_of("task", {"A"}));
  EXPECT_TRUE(lists.at(1)->allows("A"));
}

TEST_F(FilterTest, forgets_the_model_that_was_not_used_for_the_longest_time) {
  make(FilterMode::Strict, 2);
  for (const std::int64_t definition : {1, 2}) {
    ask(definition, "task");
    models.answer(names_of("task", {"A"}));
  }
  ask(1, "task");
  ask(3, "task");
  models.answer(names_of("task", {"A"}));
  ask(1, "task");
  EXPECT_THAT(models.asked, ElementsAre(1, 2, 3));
  ask(2, "task");
  EXPECT_THAT(models.asked, ElementsAre(1, 2, 3, 2));
}

}  // namespace
}  // namespace jackfield::secrets
