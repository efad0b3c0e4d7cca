#include "secrets/env_file.hpp"

#include <gtest/gtest.h>

#include <map>

namespace jackfield::secrets {
namespace {

using Table = std::map<std::string, std::string>;

Table parsed(std::string_view text) {
  const Result<SecretMap> secrets = parse_env_file(text);
  if (!secrets) return {{"failed", secrets.failure().message}};
  Table table;
  for (const auto& [name, value] : *secrets) table.emplace(name, value.reveal());
  return table;
}

TEST(EnvFile, takes_names_and_values) {
  EXPECT_EQ(parsed("A=one\nB = two words \r\n\n  export C=three\nD=\nA/B.c=x=y\nE=last"),
            (Table{{"A", "one"}, {"B", "two words"}, {"C", "three"}, {"D", ""}, {"A/B.c", "x=y"}, {"E", "last"}}));
  EXPECT_EQ(parsed(""), Table{});
  EXPECT_EQ(parsed("\xEF\xBB\xBF"
                   "A=1\nA=2"),
            (Table{{"A", "2"}}));
  EXPECT_EQ(parsed("export=1"), (Table{{"export", "1"}}));
}

TEST(EnvFile, leaves_out_comments) {
  EXPECT_EQ(parsed("# A=1\n  #x\nB=2 # note\nC=c#c\nD=#\nE='x' # y\nF=\"x\"#y"),
            (Table{{"B", "2"}, {"C", "c#c"}, {"D", ""}, {"E", "x"}, {"F", "x"}}));
}

TEST(EnvFile, takes_quoted_values) {
  EXPECT_EQ(parsed("A='  $HOME \\n \"x\" '\nB=\"a\\n\\t\\\"\\\\\\$ \\x #\"\nC=\"two\nlines\"\nD=''"),
            (Table{{"A", "  $HOME \\n \"x\" "}, {"B", "a\n\t\"\\$ \\x #"}, {"C", "two\nlines"}, {"D", ""}}));
}

TEST(EnvFile, tells_the_line_that_is_wrong_but_not_what_it_holds) {
  EXPECT_EQ(parsed("A=1\nhunter2\nB=2"), (Table{{"failed", "line 2: expected NAME=VALUE"}}));
  EXPECT_EQ(parsed("=hunter2"), (Table{{"failed", "line 1: expected NAME=VALUE"}}));
  EXPECT_EQ(parsed("TWO WORDS=hunter2"), (Table{{"failed", "line 1: expected NAME=VALUE"}}));
  EXPECT_TRUE(parsed("A='hunter2").count("failed"));
  EXPECT_TRUE(parsed("A=\"hunter2\\\"").count("failed"));
  EXPECT_TRUE(parsed("A='hunter'2").count("failed"));
}

}  // namespace
}  // namespace jackfield::secrets
