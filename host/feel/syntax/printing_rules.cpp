#include "feel/syntax/printing_rules.hpp"

#include <array>

#include "feel/syntax/cursor.hpp"

namespace jackfield::feel::syntax {

int binding_of(const Program& program, NodeId id) {
  switch (program.node(id).op) {
    case Op::If:
    case Op::For:
    case Op::Some:
    case Op::Every:
    case Op::Function:
      return kLoose;
    case Op::Or:
      return kOrOperand;
    case Op::And:
      return kAndOperand;
    case Op::Compare:
    case Op::Between:
    case Op::InstanceOf:
    case Op::In:
    case Op::TestCompare:
    case Op::TestRange:
      return kComparand;
    case Op::Sum:
      return kTerm;
    case Op::Product:
      return kFactor;
    case Op::Power:
      return kPowerOperand;
    case Op::Negate:
      return kValue;
    case Op::List:  // an empty one before a minus or bracket could be read as the start of a range
      return program.links[program.node(id).a] == 0 ? kLoose : kTerminal;
    default:
      return kTerminal;
  }
}

// Names are always put in backticks unless they are plain, so that keywords and blanks do no harm.
bool is_plain_name(std::string_view name) {
  Cursor cursor(name);
  const auto word = cursor.take_word();
  constexpr std::array<std::string_view, 12> kKeywords{"if",       "for",  "some",     "every", "not", "between",
                                                       "instance", "date", "duration", "time",  "of",  "external"};
  if (!word || !cursor.at_end() || is_reserved(*word)) return false;
  for (const std::string_view keyword : kKeywords) {
    if (word->starts_with(keyword)) return false;
  }
  return true;
}

bool begins_with_test(const Program& program, NodeId id) {
  const Node& node = program.node(id);
  if (node.op == Op::And || node.op == Op::Or) return begins_with_test(program, program.links[node.a + 1]);
  return node.op == Op::TestCompare || node.op == Op::TestRange;
}

namespace {

// What is written last.
NodeId last_part(const Program& program, NodeId id) {
  const Node& node = program.node(id);
  const std::uint32_t* a = program.links.data() + node.a;
  switch (node.op) {
    case Op::TestValue:
      return node.a;
    case Op::And:
    case Op::Or:
      return a[a[0]];
    case Op::If:
      return a[2];
    case Op::For:
    case Op::Some:
    case Op::Every:
    case Op::Function:
      return node.b;
    case Op::In: {
      const std::uint32_t* tests = program.links.data() + node.b;
      return tests[tests[0]];
    }
    default:
      return kNoNode;
  }
}

}  // namespace

bool ends_with_boolean_test(const Program& program, NodeId id) {
  while (id != kNoNode && program.node(id).op != Op::TestBoolean) id = last_part(program, id);
  return id != kNoNode;
}

}  // namespace jackfield::feel::syntax
