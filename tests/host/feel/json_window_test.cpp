#include <gtest/gtest.h>

#include <random>
#include <string>

#include "feel/comparison.hpp"
#include "feel/context.hpp"
#include "feel/list_cursor.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

std::string random_value(std::mt19937& random, int depth);

std::string random_object(std::mt19937& random, int depth) {
  static const std::string kKeys[] = {"a", "id", "name", "price", R"(a\"b)", "", "Köln", "a longer key than most"};
  const std::string blank(random() % 4 == 0 ? random() % 3 : 0, ' ');
  std::string out = "{";
  for (auto entries = random() % 6; entries > 0; --entries) {
    if (out.size() > 1) out += "," + blank;
    out += "\"" + kKeys[random() % 8] + "\"" + blank + ":" + blank + random_value(random, depth + 1) + blank;
  }
  return out + "}";
}

std::string random_value(std::mt19937& random, int depth) {
  static const std::string kScalars[] = {"0",
                                         "-7",
                                         "12.5",
                                         "0.001",
                                         "1.50",
                                         "1e3",
                                         R"("text")",
                                         R"(",:{}[]")",
                                         "true",
                                         "null",
                                         "false",
                                         "-0",
                                         "9007199254740993",
                                         R"("\\")",
                                         R"("\n\"")"};
  if (depth > 3 || random() % 3 != 0) return kScalars[random() % 15];
  if (random() % 2 == 0) return random_object(random, depth);
  std::string out = "[";
  for (auto items = random() % 5; items > 0; --items) {
    out += (out.size() > 1 ? "," : "") + random_value(random, depth + 1);
  }
  return out + "]";
}

// A list of objects, checked, so that large parts are remembered.
Value random_list(std::mt19937& random) {
  std::string text = "[";
  for (auto items = 1 + random() % 8; items > 0; --items) {
    text += (text.size() > 1 ? "," : "") + random_object(random, 0);
  }
  return *json_value(text + "]");
}

TEST(JsonWindow, finds_in_an_object_what_a_walk_over_its_entries_shows) {
  std::mt19937 random{11};
  for (int round = 0; round < 5'000; ++round) {
    const Value list = random_list(random);
    for (const Value& object : ListView(list)) {
      for (const Entry& entry : ContextView(object)) {
        const auto found = find_entry(object, entry.key);
        ASSERT_TRUE(found && is_equal(*found, entry.value)) << entry.key.as_string();
      }
      EXPECT_FALSE(find_entry(object, "missing"));
    }
  }
}

TEST(JsonWindow, shows_the_same_items_one_after_another_as_all_at_once) {
  std::mt19937 random{13};
  for (int round = 0; round < 5'000; ++round) {
    const Value list = random_list(random);
    const ListView all(list);
    ListCursor cursor(list);
    for (const Value& expected : all) {
      const Value* item = cursor.next();
      ASSERT_TRUE(item != nullptr && is_equal(*item, expected));
      if (random() % 2 == 0) find_entry(*item, "id");  // who looks into an item finds its end
    }
    EXPECT_EQ(cursor.next(), nullptr);
    EXPECT_EQ(list_size(list), all.size());
  }
}

TEST(JsonWindow, counts_a_list_again_when_another_text_has_taken_its_place) {
  for (const std::size_t length : {3U, 2U, 5U}) {
    std::string text = "[0";
    for (std::size_t i = 1; i < length; ++i) text += ",1";
    const Value list = *borrowed_json_value(text += "]");
    ListCursor cursor(list);
    while (cursor.next() != nullptr) continue;
    EXPECT_EQ(list_size(list), length);
  }
}

}  // namespace
}  // namespace jackfield::feel
