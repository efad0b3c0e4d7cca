#pragma once

// The parser, for its own sources: parser.cpp (levels of precedence), parser_forms.cpp (if, for, calls, functions),
// parser_terminals.cpp (literals, names, lists, contexts), parser_tests.cpp (unary tests and `in`).
//
// Every parse_x returns kNoNode when the text does not match; the place that got furthest is the error.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

#include "feel/syntax/cursor.hpp"
#include "feel/syntax/parser.hpp"
#include "feel/syntax/program.hpp"

namespace jackfield::feel::syntax {

class Parser {
 public:
  Parser(std::string_view text, std::uint32_t max_nesting, Program& out, SyntaxError& error);

  bool run(Form form);

 private:
  enum Level : std::uint8_t { kOr, kAnd, kComparison, kAdditive, kMultiplicative, kPower };
  // What the tree parsed last is by its grammar rule; some places take only the narrower ones.
  enum class Shape : std::uint8_t { Value, Arithmetic, Logic, Range };

  // Links collected for a node: a part of one stack, since what is nested is finished first.
  class Links {
   public:
    explicit Links(std::pmr::vector<std::uint32_t>& stack) : stack_(stack), base_(stack.size()) {}
    ~Links() { clear(); }
    Links(const Links&) = delete;
    Links& operator=(const Links&) = delete;

    void push_back(std::uint32_t link) { stack_.push_back(link); }
    void clear() { stack_.resize(base_); }
    std::size_t size() const { return stack_.size() - base_; }
    bool empty() const { return size() == 0; }
    std::uint32_t operator[](std::size_t at) const { return stack_[base_ + at]; }
    std::span<const std::uint32_t> span() const { return std::span(stack_).subspan(base_); }

   private:
    std::pmr::vector<std::uint32_t>& stack_;
    std::size_t base_;
  };

  struct Mark {
    std::uint32_t offset;
    std::size_t nodes;
    std::size_t links;
    std::size_t constants;
  };

  // parser.cpp
  NodeId parse_expression();
  NodeId parse_level(Level level);
  NodeId parse_comparison_level();
  NodeId parse_tail(Level loosest, Level tightest, NodeId first);
  NodeId parse_logic_chain(Level level, NodeId first);
  NodeId parse_arithmetic_chain(Level level, NodeId first);
  NodeId parse_comparison(NodeId left);
  NodeId parse_ordering(NodeId left);
  NodeId parse_between(NodeId left);
  bool is_type_next();
  NodeId parse_instance_of(NodeId left);
  NodeId parse_negation();
  NodeId parse_value(bool may_be_signed);
  NodeId parse_steps(NodeId base);
  NodeId parse_filter(NodeId base);

  // parser_forms.cpp
  NodeId parse_keyword_form();
  NodeId parse_if();
  NodeId parse_loop(Op op, std::string_view keyword, std::string_view body_keyword);
  bool parse_iterator(Links& iterators);
  NodeId parse_call(std::string_view name, std::uint32_t at);
  NodeId parse_qualified_call(const Links& names, std::uint32_t at);
  bool parse_arguments(Links& arguments, bool& has_names);
  bool parse_named_arguments(Links& arguments);
  NodeId parse_argument();
  NodeId parse_function();

  // parser_terminals.cpp
  NodeId parse_terminal(bool may_be_signed);
  NodeId parse_word();
  NodeId parse_reserved_word();
  NodeId parse_name_or_call(std::uint32_t at);
  NodeId parse_number(bool negative);
  NodeId parse_string();
  NodeId parse_at_literal();
  NodeId parse_temporal_literal();
  NodeId parse_parenthesis();
  NodeId parse_list();
  NodeId parse_leading_range();
  NodeId parse_range(std::uint32_t at);
  NodeId finish_range(std::uint32_t at, NodeId low, bool start_closed);
  NodeId parse_context();
  bool parse_entry(Links& entries);
  bool take_step(NameText& out);

  // parser_tests.cpp
  NodeId parse_unary_tests();
  NodeId parse_in(NodeId left, std::uint32_t at);
  bool parse_tests(Links& tests);
  NodeId parse_test();
  NodeId parse_test_comparison();

  // The tree
  NodeId add(Op op, std::uint32_t at, std::uint32_t a, std::uint32_t b, std::initializer_list<NodeId> children,
             std::uint8_t detail = 0);
  NodeId add_over(Op op, std::uint32_t at, std::uint32_t a, std::uint32_t b, std::uint32_t depth,
                  std::uint8_t detail = 0);
  std::uint32_t depth_of(NodeId id) const { return out_.nodes[id].depth; }
  std::uint32_t deepest(const Links& nodes, std::size_t first = 0, std::size_t step = 1) const;
  std::uint32_t add_links(std::span<const std::uint32_t> links);  // length first
  std::uint32_t add_links(const Links& links) { return add_links(links.span()); }
  std::uint32_t add_bare_links(std::initializer_list<std::uint32_t> links);
  std::uint32_t add_constant(Value value);
  std::uint32_t add_name(std::string_view name);
  Value text_of(std::string_view slice);

  Mark mark() const;
  void back_to(const Mark& mark);
  // Whether something was tried at this place before, in vain.
  bool has_failed(std::uint32_t at, char what) const;
  void remember_failure(std::uint32_t at, char what);

  NodeId fail(std::string_view expected);
  bool refuse(std::string_view expected) { return fail(expected), false; }
  bool enter();  // one level deeper; false beyond the limit

  Cursor cursor_;
  Program& out_;
  SyntaxError& error_;
  const std::uint32_t max_nesting_;
  std::uint32_t nesting_ = 0;
  bool is_over_limit_ = false;
  Shape shape_ = Shape::Value;
  std::uint32_t range_at_ = ~0U;   // where a bracket may open a range
  std::uint32_t commit_at_ = ~0U;  // where a range, once read, is all there may be
  std::uint32_t partials_ = 0;     // how often `partial` was named
  // Most texts need no more scratch memory than this.
  std::array<std::byte, 1'024> scratch_;
  std::pmr::monotonic_buffer_resource memory_{scratch_.data(), scratch_.size()};
  std::pmr::vector<std::uint32_t> stack_{&memory_};
  std::pmr::vector<std::uint64_t> failures_{&memory_};
};

inline constexpr std::uint32_t kNoChildren = 0;

}  // namespace jackfield::feel::syntax
