#include "feel/syntax/printer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "feel/syntax/cursor.hpp"
#include "feel/syntax/printing_rules.hpp"
#include "feel/text_form.hpp"

namespace jackfield::feel::syntax {
namespace {

constexpr std::array<std::string_view, 6> kComparisons{"=", "!=", "<", "<=", ">", ">="};

class Printer {
 public:
  explicit Printer(const Program& program) : program_(program) {}

  std::string run() {
    const Node& root = program_.node(program_.root);
    if (root.op == Op::TestNot) {
      out_.append("not(");
      tests(root.a);
      out_.push_back(')');
    } else if (root.op == Op::TestAny) {
      tests(root.a);
    } else if (root.op == Op::TestAll) {
      out_.push_back('-');
    } else {
      print(program_.root, kLoose);
    }
    return std::move(out_);
  }

 private:
  const std::uint32_t* links(std::uint32_t at) const { return program_.links.data() + at; }
  const Value& constant(std::uint32_t id) const { return program_.constants[id]; }

  void name(std::uint32_t id) {
    const std::string_view text = constant(id).as_string();
    if (is_plain_name(text) || text == "time offset") {
      out_.append(text);
    } else {
      out_.append("`").append(text).append("`");
    }
  }

  void print(NodeId id, int place) {
    const bool parenthesised = binding_of(program_, id) < place;
    if (parenthesised) out_.push_back('(');
    node(program_.node(id));
    if (parenthesised) out_.push_back(')');
  }

  void node(const Node& it) {
    switch (it.op) {
      case Op::Constant:
        return literal(constant(it.a));
      case Op::Name:
        return name(it.a);
      case Op::Reference:
        return names(it.a);
      case Op::Input:
        out_.push_back('?');
        return;
      case Op::Sum:
        return chain(it, kFactor);
      case Op::Product:
        return chain(it, kPowerOperand);
      case Op::Power:
        return chain(it, kValue);
      case Op::Negate:
        out_.push_back('-');
        return print(it.a, kTerminal);
      case Op::And:
        return joined(it.a, " and ", kComparand);
      case Op::Or:
        return joined(it.a, " or ", kAndOperand);
      case Op::List:
        out_.push_back('[');
        joined(it.a, ", ", kLoose, true);
        out_.push_back(']');
        return;
      case Op::Context:
        return context(it);
      case Op::Function:
        return function(it);
      case Op::Filter:
        print(it.a, kTerminal);
        out_.push_back('[');
        print(it.b, kLoose);
        out_.push_back(']');
        return;
      case Op::Path:
        return path(it);
      case Op::Call:
      case Op::QualifiedCall:
        return call(it);
      default:
        return form(it);
    }
  }

  void form(const Node& it) {
    switch (it.op) {
      case Op::Compare:
        print(it.a, kTerm);
        out_.append(" ").append(kComparisons[it.detail]).append(" ");
        return print(it.b, kTerm);
      case Op::Between:
        print(it.a, kTerm);
        out_.append(" between ");
        print(links(it.b)[0], kTerm);
        out_.append(" and ");
        return print(links(it.b)[1], kTerm);
      case Op::InstanceOf:
        print(it.a, kTerm);
        out_.append(" instance of ");
        return type_name_of(it.b);
      case Op::In:
        print(it.a, kTerm);
        return membership(it.b);
      case Op::If:
        return condition(it);
      case Op::For:
      case Op::Some:
      case Op::Every:
        return loop(it);
      case Op::Range:
      case Op::TestRange:
        return range(it);
      case Op::TestCompare:
        out_.append(kComparisons[it.detail]).append(" ");
        return print(it.a, kTerm);
      case Op::TestBoolean:
        return literal(constant(it.a));
      case Op::TestValue:
        return print(it.a, kLoose);
      default:
        return;
    }
  }

  // Where a literal true or false is the very end of the text, it is a test of its own, and a parenthesis would change
  // that.
  void membership(std::uint32_t at) {
    const std::uint32_t* list = links(at);
    const bool is_end = ends_with_boolean_test(program_, list[list[0]]);
    out_.append(is_end ? " in " : " in (");
    tests(at);
    if (!is_end) out_.push_back(')');
  }

  void literal(const Value& value) {
    if (value.is(Kind::String)) return string(value.as_string());
    if (value.is(Kind::Number)) return number(value.as_number());
    std::string text;
    append_text(text, value, kUnbounded);
    if (value.is(Kind::Null) || value.is(Kind::Boolean)) {
      out_.append(text);
    } else {
      if (text.starts_with('+')) text.erase(0, 1);
      out_.append("@\"").append(text).append("\"");
    }
  }

  // The reader halves pairs of backslashes, but leaves one that stands before a quote and behind another backslash; so
  // it never makes one backslash and a quote.
  void string(std::string_view text) {
    out_.push_back('"');
    std::size_t backslashes = 0;
    for (const char c : text) {
      if (c == '\\') {
        ++backslashes;
        continue;
      }
      const std::size_t doubled = 2 * std::exchange(backslashes, 0);
      out_.append(c == '"' ? std::max<std::size_t>(doubled, 2) - 1 : doubled, '\\');
      out_.push_back(c);
    }
    out_.append(2 * backslashes, '\\').push_back('"');
  }

  // Without exponent, which literals do not have.
  void number(const Number& value) {
    std::string text = value.to_string();
    const std::size_t mark = text.find('E');
    if (mark == std::string::npos) return static_cast<void>(out_.append(text));
    const int exponent = std::stoi(text.substr(mark + 1));
    text.resize(mark);
    const bool negative = text.starts_with('-');
    if (negative) text.erase(0, 1);
    const std::size_t point = text.find('.');
    auto before = static_cast<int>(point == std::string::npos ? text.size() : point);
    if (point != std::string::npos) text.erase(point, 1);
    before += exponent;
    if (before <= 0) {
      text.insert(0, static_cast<std::size_t>(1 - before), '0');
      before = 1;
    }
    if (static_cast<std::size_t>(before) > text.size())
      text.append(static_cast<std::size_t>(before) - text.size(), '0');
    if (static_cast<std::size_t>(before) < text.size()) text.insert(static_cast<std::size_t>(before), 1, '.');
    out_.append(negative ? "-" : "").append(text);
  }

  void names(std::uint32_t at) {
    for (std::uint32_t i = 1; i <= links(at)[0]; ++i) {
      if (i > 1) out_.push_back('.');
      name(links(at)[i]);
    }
  }

  void path(const Node& it) {
    const Op base = program_.node(it.a).op;
    const bool would_merge = base == Op::Name || base == Op::Reference || base == Op::Path;
    if (would_merge) out_.push_back('(');
    print(it.a, kTerminal);
    if (would_merge) out_.push_back(')');
    out_.push_back('.');
    names(it.b);
  }

  void chain(const Node& it, int operand) {
    const std::uint32_t* parts = links(it.a);
    print(parts[1], operand);
    for (std::uint32_t i = 2; i <= parts[0]; i += 3) {
      out_.push_back(' ');
      out_.append(it.op == Op::Power ? "**" : std::string(1, static_cast<char>(parts[i])));
      out_.push_back(' ');
      print(parts[i + 2], operand);
    }
  }

  void joined(std::uint32_t at, std::string_view between, int operand, bool in_list = false) {
    for (std::uint32_t i = 1; i <= links(at)[0]; ++i) {
      if (i > 1) out_.append(between);
      // At the start of a list a bare range would be read as its own.
      const bool guarded = in_list && program_.node(links(at)[i]).op == Op::TestRange;
      if (guarded) out_.push_back('(');
      print(links(at)[i], operand);
      if (guarded) out_.push_back(')');
    }
  }

  void context(const Node& it) {
    out_.push_back('{');
    for (std::uint32_t i = 1; i <= links(it.a)[0]; i += 2) {
      if (i > 1) out_.append(", ");
      key(constant(links(it.a)[i]).as_string());
      out_.append(": ");
      print(links(it.a)[i + 1], kLoose);
    }
    out_.push_back('}');
  }

  // Keys keep their backslashes, so a quoted key is written as it is.
  void key(std::string_view text) {
    Cursor cursor(text);
    const bool plain = cursor.take_word() && cursor.at_end();
    const bool has_backtick = text.find('`') != std::string_view::npos;
    if (plain) {
      out_.append(text);
    } else if (has_backtick || text.empty()) {
      out_.append("\"").append(text).append("\"");
    } else {
      out_.append("`").append(text).append("`");
    }
  }

  void function(const Node& it) {
    out_.append("function(");
    for (std::uint32_t i = 1; i <= links(it.a)[0]; ++i) {
      if (i > 1) out_.append(", ");
      parameter(constant(links(it.a)[i]).as_string());
    }
    out_.append(") ");
    print(it.b, kLoose);
  }

  void parameter(std::string_view text) {
    Cursor cursor(text);
    const bool is_spaced = cursor.take_spaced_name() && cursor.at_end() && text.find('`') == std::string_view::npos;
    out_.append(is_spaced ? "" : "`").append(text).append(is_spaced ? "" : "`");
  }

  void call(const Node& it) {
    if (it.op == Op::QualifiedCall) {
      print(links(it.a)[0], kTerminal);
      out_.push_back('.');
      name(links(it.a)[1]);
    } else {
      callee(constant(program_.call_sites[it.a].name).as_string());
    }
    out_.push_back('(');
    const std::uint32_t step = (it.detail & kHasNames) != 0 ? 2 : 1;
    for (std::uint32_t i = 1; i <= links(it.b)[0]; i += step) {
      if (i > 1) out_.append(", ");
      if (step == 2) {
        parameter(constant(links(it.b)[i]).as_string());
        out_.append(": ");
      }
      const NodeId argument = links(it.b)[i + step - 1];
      // A range that tests the input, where a plain one would be a value.
      const bool guarded = begins_with_test(program_, argument);
      if (guarded) out_.push_back('(');
      print(argument, kLoose);
      if (guarded) out_.push_back(')');
    }
    out_.push_back(')');
  }

  void callee(std::string_view text) {
    const std::string with_parenthesis = std::string(text) + "(";
    Cursor words(with_parenthesis);
    const auto taken = words.take_function_words();
    const bool temporal = text == "date" || text == "time" || text == "duration";
    if ((taken && *taken == text) || temporal) {
      out_.append(text);
    } else if (is_plain_name(text)) {
      out_.append(text);
    } else {
      out_.append("`").append(text).append("`");
    }
  }

  void type_name_of(std::uint32_t id) {
    const std::string_view text = constant(id).as_string();
    const bool spaced = text.find(' ') != std::string_view::npos && text != "date time";
    const bool quoted =
        !spaced && text != "function" && text.find('.') == std::string_view::npos && !is_plain_name(text);
    out_.append(quoted ? "`" : "").append(text).append(quoted ? "`" : "");
  }

  void condition(const Node& it) {
    out_.append("if ");
    print(links(it.a)[0], kLoose);
    out_.append(" then ");
    print(links(it.a)[1], kLoose);
    out_.append(" else ");
    print(links(it.a)[2], kLoose);
  }

  void loop(const Node& it) {
    out_.append(it.op == Op::For ? "for " : it.op == Op::Some ? "some " : "every ");
    const std::uint32_t* iterators = links(it.a);
    for (std::uint32_t i = 1; i <= iterators[0]; i += 3) {
      if (i > 1) out_.append(", ");
      name(iterators[i]);
      out_.append(" in ");
      print(iterators[i + 1], iterators[i + 2] == kNoNode ? kTerminal : kTerm);
      if (iterators[i + 2] == kNoNode) continue;
      out_.append(" .. ");
      print(iterators[i + 2], kTerm);
    }
    out_.append(it.op == Op::For ? " return " : " satisfies ");
    print(it.b, kLoose);
  }

  void range(const Node& it) {
    out_.push_back((it.detail & kStartClosed) != 0 ? '[' : '(');
    print(it.a, kTerm);
    out_.append(" .. ");
    print(it.b, kTerm);
    out_.push_back((it.detail & kEndClosed) != 0 ? ']' : ')');
  }

  void tests(std::uint32_t at) {
    for (std::uint32_t i = 1; i <= links(at)[0]; ++i) {
      if (i > 1) out_.append(", ");
      const Node& test = program_.node(links(at)[i]);
      const bool guarded = test.op == Op::TestValue && begins_with_test(program_, test.a);
      if (guarded) out_.push_back('(');
      print(links(at)[i], kLoose);
      if (guarded) out_.push_back(')');
    }
  }

  static constexpr std::size_t kUnbounded = ~std::size_t{0};

  const Program& program_;
  std::string out_;
};

}  // namespace

std::string print(const Program& program) {
  return Printer(program).run();
}

}  // namespace jackfield::feel::syntax
