#include <gtest/gtest.h>

#include "feel/builtins/families.hpp"
#include "feel/regex_cache.hpp"
#include "feel/value_views.hpp"
#include "host/feel/builtins/fake_call.hpp"

namespace jackfield::feel::test {
namespace {

Value s(std::string_view text) {
  return Value::string(text);
}

class RegexFunctions : public testing::Test {
 protected:
  Value call(std::string_view name, const std::vector<Value>& args) {
    return caller.call(regex_functions(), name, args);
  }

  FakeCall caller;
};

TEST_F(RegexFunctions, match_and_replace_with_and_without_flags) {
  EXPECT_TRUE(call("matches", {s("foobar"), s("^fo*b")}).is_true());
  EXPECT_TRUE(call("matches", {s("foobar"), s("^FO*B"), s("i")}).is_true());
  EXPECT_EQ(call("replace", {s("abcABC"), s("b"), s("X"), s("i")}).as_string(), "aXcAXC");
}

TEST_F(RegexFunctions, give_lists_of_parts_and_matches) {
  EXPECT_EQ(ListView(call("split", {s("a,b"), s(",")})).size(), 2U);
  EXPECT_EQ(ListView(call("extract", {s("a1b22"), s("[0-9]+")})).size(), 2U);
}

TEST_F(RegexFunctions, fail_for_a_bad_pattern_or_replacement) {
  call("matches", {s("a"), s("(")});
  EXPECT_EQ(caller.ending, Ending::Fails);
  call("replace", {s("a"), s("a"), s("$1")});
  EXPECT_EQ(caller.ending, Ending::Fails);
}

TEST_F(RegexFunctions, end_the_evaluation_when_a_search_takes_too_much_work) {
  caller.limits.match_steps = 1'000;
  call("matches", {s("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"), s("^(a|a)*$")});
  EXPECT_EQ(caller.ending, Ending::Exceeds);
}

TEST(RegexCache, compiles_anew_for_other_limits) {
  RegexCache cache;
  const RegexLimits tight{.match_steps = 1};
  ASSERT_TRUE(cache.find_or_compile("^(a|a)*$", "", {}));
  const auto limited = cache.find_or_compile("^(a|a)*$", "", tight);
  EXPECT_FALSE(limited->is_found_in("aaaaaaaaaaaaaaaac"));
  EXPECT_FALSE(cache.find_or_compile("(", "", {}));
}

}  // namespace
}  // namespace jackfield::feel::test
