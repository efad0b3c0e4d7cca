#include "app/feel_console.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <string>

namespace jackfield::app {
namespace {

// What the console prints behind its help, without the prompts.
std::string answers_to(const std::string& typed) {
  std::istringstream in(typed);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(std::tmpfile(), &std::fclose);
  run_feel_console(in, out.get(), feel::Context());
  std::rewind(out.get());
  std::string text;
  for (int c = std::fgetc(out.get()); c != EOF; c = std::fgetc(out.get())) text.push_back(static_cast<char>(c));
  text.erase(0, text.find("feel> "));
  for (const std::string_view prompt : {"feel> ", "  ... "}) {
    for (std::size_t at = text.find(prompt); at != std::string::npos; at = text.find(prompt, at)) {
      text.erase(at, prompt.size());
    }
  }
  return text;
}

TEST(FeelConsole, evaluates_an_expression_when_it_is_complete) {
  EXPECT_EQ(answers_to("1 + 1\n"), "2\n\n");
  EXPECT_EQ(answers_to("[1,\n 2\n]\n"), "[1, 2]\n\n");
  EXPECT_EQ(answers_to("if true\nthen 1\nelse 2\n"), "1\n\n");
  EXPECT_EQ(answers_to("/* a\ncomment */ 3\n"), "3\n\n");
}

TEST(FeelConsole, gives_up_on_an_incomplete_one_at_an_empty_line) {
  EXPECT_EQ(answers_to("(1 +\n\n7\n"), "7\n\n");
}

TEST(FeelConsole, keeps_values_under_names) {
  EXPECT_EQ(answers_to(":let x = 6\nx * 7\n"), "6\n42\n\n");
  EXPECT_EQ(answers_to(":let xs = [1,\n2]\ncount(xs)\n"), "[1, 2]\n2\n\n");
}

TEST(FeelConsole, evaluates_again_what_was_typed) {
  EXPECT_EQ(answers_to("1 + 1\n:1\n:history\n"), "2\n2\n   1  1 + 1\n   2  1 + 1\n\n");
}

TEST(FeelConsole, leaves_when_told_to) {
  EXPECT_EQ(answers_to(":quit\n1\n"), "");
}

}  // namespace
}  // namespace jackfield::app
