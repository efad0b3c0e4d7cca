#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "feel/json_scan.hpp"
#include "feel/json_window.hpp"

namespace jackfield::feel {
namespace {

// The thorough check, which knows the reason, on a whole text.
bool is_json(const std::string& text) {
  const auto size = json::check_value(text);
  return size && text.find_first_not_of(" \n\r\t", *size) == std::string::npos;
}

bool passes_quickly(const std::string& text) {
  DocumentCell document{std::string_view(text)};
  return json::quick_check(document);
}

const std::vector<std::string> kTexts{
    R"({"id":0,"qty":1,"price":1.0})",
    R"([{"a":[],"b":{},"c":[{}]}, {"d" : -12.5e+3 , "e":0.25}, [[1,2],[3]], "x", null, true, false])",
    R"({"text":"a \"quoted\" \\ word, \u00e4 \n { [ : , ] }", "Köln":"Zürich – 日本 😀", "": {"deep":[[[[0]]]]}})",
    "{\n\t\"list\" : [ 1 , 2.5 ,\r\n -3 , 4e5, 1E-2 ] ,\n  \"none\" : null\n}\n",
    R"({"a":123456789012345678901234567890,"b":0.1234567890123456789,"c":[100,200,300,400,500,600,700,800,900,1000]})"};

TEST(JsonCheck, takes_the_texts_that_it_is_tried_with) {
  for (const std::string& text : kTexts) {
    EXPECT_TRUE(is_json(text)) << text;
    EXPECT_TRUE(passes_quickly(text)) << text;
  }
}

TEST(JsonCheck, the_quick_way_says_what_the_thorough_one_says_wherever_a_text_is_spoilt) {
  static constexpr std::string_view kBytes = "\"\\{}[]:,01-.eE+tfn \n\x01\xC3\xA4\x80u";
  std::mt19937 random{7};
  int accepted = 0;
  for (int round = 0; round < 60'000; ++round) {
    // Padding moves the damage over the borders of blocks.
    std::string text = "[" + std::string(random() % 70, ' ') + kTexts[random() % kTexts.size()] + ",7]";
    for (auto edits = 1 + random() % 2; edits > 0; --edits) {
      const std::size_t at = random() % text.size();
      const char byte = kBytes[random() % kBytes.size()];
      switch (random() % 3) {
        case 0:
          text[at] = byte;
          break;
        case 1:
          text.insert(at, 1, byte);
          break;
        default:
          text.erase(at, 1);
      }
    }
    const std::size_t first = text.find_first_not_of(" \n");
    const bool is_container = first != std::string::npos && (text[first] == '[' || text[first] == '{');
    const bool expected = is_container && is_json(text);
    accepted += expected ? 1 : 0;
    ASSERT_EQ(passes_quickly(text), expected) << text;
  }
  EXPECT_GT(accepted, 1'000);
}

TEST(JsonCheck, refuses_a_list_nested_beyond_the_limit_and_takes_one_at_it) {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
  };
  EXPECT_TRUE(passes_quickly(nested(json::kMaxDepth)));
  EXPECT_FALSE(passes_quickly(nested(json::kMaxDepth + 1)));
}

TEST(JsonCheck, remembers_where_large_parts_end_in_the_order_of_their_starts) {
  std::string text = R"({"rows":[)";
  for (int i = 0; i < 50; ++i) {
    text += i == 0 ? "" : ",";
    text += R"({"small":[1,2],"large":{"text":"0123456789 0123456789 0123456789 0123456789 0123456789"}})";
  }
  text += "]}";
  DocumentCell document{std::string_view(text)};
  ASSERT_TRUE(json::quick_check(document));
  EXPECT_EQ(document.large.size(), 2U + 2U * 50U);
  std::uint32_t before = 0;
  for (const Extent& it : document.large) {
    EXPECT_TRUE(it.start == 0 || it.start > before);
    before = it.start;
    const char* end = json::skip_container(document.text.data() + it.start, document.end());
    EXPECT_EQ(document.text.data() + it.end, end);
  }
}

}  // namespace
}  // namespace jackfield::feel
