#include <array>

#include "feel/syntax/printer.hpp"
#include "feel/text_form.hpp"

namespace jackfield::feel::syntax {
namespace {

// A text that is the same for the same trees and only for them.
class Outline {
 public:
  explicit Outline(const Program& program) : program_(program) {}

  std::string run() {
    node(program_.root);
    return std::move(out_);
  }

 private:
  // What a part of a node refers to.
  enum class Part : char { None, Constant, Node, Nodes, Constants, Pairs, Chain, Iterators, Three, Two, Site, Target };
  struct Layout {
    Part a = Part::None;
    Part b = Part::None;
  };

  static Layout layout_of(const Node& it) {
    const bool named = (it.detail & kHasNames) != 0;
    switch (it.op) {
      case Op::Constant:
      case Op::Name:
      case Op::TestBoolean:
        return {Part::Constant};
      case Op::Reference:
        return {Part::Constants};
      case Op::Sum:
      case Op::Product:
      case Op::Power:
        return {Part::Chain};
      case Op::Negate:
      case Op::TestCompare:
      case Op::TestValue:
        return {Part::Node};
      case Op::Compare:
      case Op::Filter:
      case Op::Range:
      case Op::TestRange:
        return {Part::Node, Part::Node};
      case Op::Between:
        return {Part::Node, Part::Two};
      case Op::InstanceOf:
        return {Part::Node, Part::Constant};
      case Op::In:
        return {Part::Node, Part::Nodes};
      case Op::And:
      case Op::Or:
      case Op::List:
      case Op::TestAny:
      case Op::TestNot:
        return {Part::Nodes};
      case Op::If:
        return {Part::Three};
      case Op::For:
      case Op::Some:
      case Op::Every:
        return {Part::Iterators, Part::Node};
      case Op::Path:
        return {Part::Node, Part::Constants};
      case Op::Context:
        return {Part::Pairs};
      case Op::Function:
        return {Part::Constants, Part::Node};
      case Op::Call:
        return {Part::Site, named ? Part::Pairs : Part::Nodes};
      case Op::QualifiedCall:
        return {Part::Target, named ? Part::Pairs : Part::Nodes};
      case Op::Input:
      case Op::TestAll:
        return {};
    }
    return {};
  }

  void node(NodeId id) {
    if (id == kNoNode) return out_.push_back('-');
    const Node& it = program_.node(id);
    out_.push_back('(');
    out_.append(std::to_string(static_cast<int>(it.op))).append("/").append(std::to_string(it.detail));
    const Layout layout = layout_of(it);
    part(layout.a, it.a);
    part(layout.b, it.b);
    out_.push_back(')');
  }

  void constant(std::uint32_t id) {
    const Value& value = program_.constants[id];
    std::string text;
    append_text(text, value, ~std::size_t{0});
    out_.append(" ").append(std::to_string(static_cast<int>(value.kind()))).append(":");
    out_.append(std::to_string(text.size())).append(":").append(text);
  }

  void part(Part part, std::uint32_t at) {
    const std::uint32_t* links = program_.links.data() + at;
    switch (part) {
      case Part::None:
        return;
      case Part::Constant:
        return constant(at);
      case Part::Site:
        return constant(program_.call_sites[at].name);
      case Part::Node:
        return node(at);
      case Part::Two:
      case Part::Three:
        for (int i = 0; i < (part == Part::Two ? 2 : 3); ++i) node(links[i]);
        return;
      case Part::Target:
        node(links[0]);
        return constant(links[1]);
      default:
        return counted(part, links);
    }
  }

  void counted(Part part, const std::uint32_t* links) {
    const std::uint32_t count = links[0];
    out_.append("#").append(std::to_string(count));
    if (part == Part::Chain) node(links[1]);
    for (std::uint32_t i = part == Part::Chain ? 2 : 1; i <= count;) {
      if (part == Part::Nodes) {
        node(links[i++]);
      } else if (part == Part::Constants) {
        constant(links[i++]);
      } else if (part == Part::Pairs) {
        constant(links[i]);
        node(links[i + 1]);
        i += 2;
      } else if (part == Part::Iterators) {
        constant(links[i]);
        node(links[i + 1]);
        node(links[i + 2]);
        i += 3;
      } else {
        out_.push_back(static_cast<char>(links[i]));
        node(links[i + 2]);
        i += 3;
      }
    }
  }

  const Program& program_;
  std::string out_;
};

}  // namespace

bool same_tree(const Program& a, const Program& b) {
  return Outline(a).run() == Outline(b).run();
}

}  // namespace jackfield::feel::syntax
