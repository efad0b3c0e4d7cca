#include <gtest/gtest.h>

#include <random>
#include <string>

#include "feel/expression.hpp"

namespace jackfield::feel {
namespace {

Expression compiled(const std::string& text, ExpressionForm form = ExpressionForm::Value) {
  CompileOptions options;
  options.form = form;
  auto out = Expression::compile_exactly(text, options);
  EXPECT_TRUE(out) << text << "\n" << out.failure().message;
  return out ? *out : *Expression::compile("null");
}

// Writes random expressions of all forms; the text decides the tree.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string expression(int depth) {
    if (depth <= 0) return leaf();
    switch (pick(22)) {
      case 0:
        return "if " + expression(depth - 1) + " then " + expression(depth - 1) + " else " + expression(depth - 1);
      case 1:
        return "for " + iterators(depth) + " return " + expression(depth - 1);
      case 2:
        return "some " + iterators(depth) + " satisfies " + expression(depth - 1);
      case 3:
        return "every " + iterators(depth) + " satisfies " + expression(depth - 1);
      case 4:
        return operand(depth) + " or " + operand(depth) + " or " + operand(depth);
      case 5:
        return operand(depth) + " and " + operand(depth);
      case 6:
        return operand(depth) + one_of({" = ", " != ", " < ", " <= ", " > ", " >= "}) + operand(depth);
      case 7:
        return operand(depth) + " between " + operand(depth) + " and " + operand(depth);
      case 8:
        return operand(depth) + " instance of " + one_of({"number", "string", "date and time", "function", "a.b"});
      case 9:
        return operand(depth) + " in (" + tests(depth) + ")";
      case 10:
        return operand(depth) + " in " + range(depth);
      case 11:
        return operand(depth) + one_of({" + ", " - "}) + operand(depth) + one_of({" + ", " - "}) + operand(depth);
      case 12:
        return operand(depth) + one_of({" * ", " / ", " ** "}) + operand(depth);
      case 13:
        return "-" + operand(depth);
      case 14:
        return operand(depth) + "[" + expression(depth - 1) + "]";
      case 15:
        return operand(depth) + "." + name();
      case 16:
        return "[" + expression(depth - 1) + ", " + expression(depth - 1) + "]";
      case 17:
        return "{" + key() + ": " + expression(depth - 1) + ", " + key() + ": " + expression(depth - 1) + "}";
      case 18:
        return "function(" + name() + ", b c) " + expression(depth - 1);
      case 19:
        return call(depth);
      case 20:
        return one_of({"< ", ">= "}) + operand(depth);
      default:
        return range(depth);
    }
  }

  std::string tests(int depth) {
    std::string out = test(depth);
    for (std::size_t i = pick(3); i > 0; --i) out += ", " + test(depth);
    return out;
  }

 private:
  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }
  std::string one_of(std::initializer_list<const char*> options) { return options.begin()[pick(options.size())]; }

  std::string operand(int depth) { return pick(2) == 0 ? leaf() : "(" + expression(depth - 1) + ")"; }
  std::string name() {
    return one_of({"a", "x1", "`first name`", "`in`", "iffy", "partial", "item", "format", "`a-b`", "ä"});
  }
  std::string key() { return one_of({"k", "a b", "\"q\\\"r\"", "`x y`", "1+2", "\"\"", "and"}); }
  std::string leaf() {
    return one_of({"1", "0.50", "007", "12345678901234567890123456789012345678901", "\"a\"", "\"\\\"\\\\ \\n\"", "true",
                   "null", "?", "a", "a.b.c", "x.`in`", "@\"P1D\"", "date(\"2024-02-29\")",
                   "@\"10:30:00@Europe/Berlin\"", "[]", "{}", "f()", "0.0000001"});
  }
  std::string iterators(int depth) {
    std::string out = name() + " in " + (pick(2) == 0 ? leaf() : operand(depth) + ".." + operand(depth));
    if (pick(3) == 0) out += ", " + name() + " in (" + expression(depth - 1) + ")";
    return out;
  }
  std::string range(int depth) {
    return one_of({"[", "(", "]"}) + operand(depth) + ".." + operand(depth) + one_of({"]", ")", "["});
  }
  std::string test(int depth) {
    switch (pick(3)) {
      case 0:
        return one_of({"< ", "<= ", "> ", ">= "}) + operand(depth);
      case 1:
        return range(depth);
      default:
        return expression(depth - 1);
    }
  }
  std::string call(int depth) {
    const std::string function =
        one_of({"f", "string length", "get or else", "date and time", "a.b.f", "`my f`", "and"});
    if (pick(3) == 0) return function + "(a: " + range(depth) + ", b c: " + expression(depth - 1) + ")";
    return function + "(" + expression(depth - 1) + ", " + range(depth) + ")";
  }

  std::mt19937 random_;
};

TEST(Printer, a_tree_written_as_text_is_read_as_the_same_tree) {
  int parsed = 0;
  for (unsigned seed = 0; seed < 4'000; ++seed) {
    const std::string text = Generator(seed).expression(static_cast<int>(seed % 5));
    const auto tree = Expression::compile_exactly(text);
    if (!tree) continue;  // an operand that its place does not take
    ++parsed;
    const std::string printed = tree->to_text();
    const auto again = Expression::compile_exactly(printed);
    ASSERT_TRUE(again) << text << "\nprinted\n" << printed << "\n" << again.failure().message;
    EXPECT_TRUE(tree->has_same_tree(*again)) << text << "\nprinted\n" << printed;
  }
  EXPECT_GT(parsed, 2'500);
}

TEST(Printer, unary_tests_are_read_back_as_well) {
  for (unsigned seed = 0; seed < 2'000; ++seed) {
    CompileOptions options;
    options.form = ExpressionForm::UnaryTests;
    const std::string tests = Generator(seed).tests(static_cast<int>(seed % 4));
    const std::string text = seed % 3 == 0 ? "not(" + tests + ")" : tests;
    const auto tree = Expression::compile_exactly(text, options);
    if (!tree) continue;
    const auto again = Expression::compile_exactly(tree->to_text(), options);
    ASSERT_TRUE(again) << text << "\nprinted\n" << tree->to_text() << "\n" << again.failure().message;
    EXPECT_TRUE(tree->has_same_tree(*again)) << text << "\nprinted\n" << tree->to_text();
  }
}

TEST(Printer, strings_of_backslashes_and_quotes_are_read_back) {
  constexpr std::string_view kLetters = "\\\"n'a";
  for (int number = 0; number < 5 * 5 * 5 * 5 * 5 * 5; ++number) {
    std::string text = "\"";
    for (int rest = number; rest > 0; rest /= 5) text += kLetters[static_cast<std::size_t>(rest % 5)];
    const auto tree = Expression::compile_exactly(text + "\"");
    if (!tree) continue;  // the string ends too early or not at all
    const auto again = Expression::compile_exactly(tree->to_text());
    ASSERT_TRUE(again) << text << "\nprinted\n" << tree->to_text();
    EXPECT_TRUE(tree->has_same_tree(*again)) << text << "\nprinted\n" << tree->to_text();
  }
}

TEST(Printer, writes_operators_with_the_parentheses_they_need) {
  EXPECT_EQ(compiled("(1+2)*3 - -(4)").to_text(), "(1 + 2) * 3 - -4");
  EXPECT_EQ(compiled("if a then b else c").to_text(), "if a then b else c");
  EXPECT_EQ(compiled("-", ExpressionForm::UnaryTests).to_text(), "-");
}

}  // namespace
}  // namespace jackfield::feel
