#pragma once

// A compiled expression: a tree in two flat arrays, immutable once built, shared by all who evaluate it.
//
// A node is 16 bytes; what does not fit into it lies in `links` (operand lists, with their length first) and in
// `constants` (literals and names). Chains of one precedence level are one node, so that length costs no depth.

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "feel/value.hpp"

namespace jackfield::feel {

class FunctionTable;
struct Overloads;
struct Signature;

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = ~NodeId{0};

// The comment says what a, b and the links hold; [n] is a list with its length first.
enum class Op : std::uint8_t {
  Constant,       // a: constant
  Name,           // a: name; names are constants
  Reference,      // a: links [n] names: a.b.c
  Input,          // ?
  Sum,            // a: links [n] first, then (operator, position, operand) …: + -
  Product,        // the same: * /
  Power,          // the same: **
  Negate,         // a
  Compare,        // detail: Comparison; a, b
  Between,        // a; b: links low, high
  InstanceOf,     // a; b: type name
  In,             // a; b: links [n] tests
  And,            // a: links [n]
  Or,             // a: links [n]
  If,             // a: links condition, then, else
  For,            // a: links [n] (name, from, to or kNoNode) …; b: body
  Some,           // the same
  Every,          // the same
  Filter,         // a: list; b: condition; detail: FilterMode
  Path,           // a: base; b: links [n] names
  List,           // a: links [n]
  Context,        // a: links [n] (key, value) …
  Function,       // a: links [n] parameter names; b: body
  Call,           // a: call site; b: links [n] arguments; detail: has_names
  QualifiedCall,  // a: links base, name; b: links [n] arguments; detail: has_names
  Range,          // an argument: a, b; detail: closed ends
  TestCompare,    // detail: Comparison; a
  TestRange,      // a, b; detail: closed ends
  TestBoolean,    // a: constant; the literal at the very end of the text
  TestValue,      // a: any expression
  TestAny,        // a: links [n] tests
  TestNot,        // a: links [n] tests
  TestAll,        // -
};

enum class Comparison : std::uint8_t { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

// How the condition of a filter is looked at first.
enum class FilterMode : std::uint8_t { Index, ByItem, Outside };

inline constexpr std::uint8_t kStartClosed = 1;
inline constexpr std::uint8_t kEndClosed = 2;
inline constexpr std::uint8_t kHasNames = 1;     // arguments are (name, argument) pairs
inline constexpr std::uint8_t kUsesPartial = 1;  // the body of a For looks at `partial`

struct Node {
  Op op = Op::Constant;
  std::uint8_t detail = 0;
  std::uint16_t depth = 1;  // of the tree below, this node included
  std::uint32_t at = 0;     // byte offset in the text
  std::uint32_t a = 0;
  std::uint32_t b = 0;
};

// Where a function is called by a plain name, with the built-in ones that may be meant.
struct CallSite {
  std::uint32_t name = 0;
  const Overloads* overloads = nullptr;  // null: no built-in function of that name
  const Signature* target = nullptr;     // the one that takes as many arguments, for calls without names
};

struct Program : std::enable_shared_from_this<Program> {
  Value text;  // as compiled, without the leading "="
  std::vector<Node> nodes;
  std::vector<std::uint32_t> links;
  std::vector<Value> constants;
  std::vector<CallSite> call_sites;
  NodeId root = kNoNode;
  bool is_unary = false;
  const FunctionTable* functions = nullptr;  // lives as long as the process

  const Node& node(NodeId id) const noexcept { return nodes[id]; }
};

}  // namespace jackfield::feel
