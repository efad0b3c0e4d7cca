#include <algorithm>

#include "feel/cells.hpp"
#include "feel/syntax/parser_state.hpp"

namespace jackfield::feel::syntax {

NodeId Parser::add(Op op, std::uint32_t at, std::uint32_t a, std::uint32_t b, std::initializer_list<NodeId> children,
                   std::uint8_t detail) {
  std::uint32_t depth = 0;
  for (const NodeId child : children) depth = std::max(depth, depth_of(child));
  return add_over(op, at, a, b, depth, detail);
}

NodeId Parser::add_over(Op op, std::uint32_t at, std::uint32_t a, std::uint32_t b, std::uint32_t depth,
                        std::uint8_t detail) {
  if (depth >= max_nesting_) {
    is_over_limit_ = true;
    return fail("less nesting");
  }
  out_.nodes.push_back({op, detail, static_cast<std::uint16_t>(depth + 1), at, a, b});
  return static_cast<NodeId>(out_.nodes.size() - 1);
}

std::uint32_t Parser::deepest(const Links& nodes, std::size_t first, std::size_t step) const {
  std::uint32_t out = 0;
  for (std::size_t i = first; i < nodes.size(); i += step) {
    if (nodes[i] != kNoNode) out = std::max(out, depth_of(nodes[i]));
  }
  return out;
}

std::uint32_t Parser::add_links(std::span<const std::uint32_t> links) {
  const auto first = static_cast<std::uint32_t>(out_.links.size());
  out_.links.push_back(static_cast<std::uint32_t>(links.size()));
  out_.links.insert(out_.links.end(), links.begin(), links.end());
  return first;
}

std::uint32_t Parser::add_bare_links(std::initializer_list<std::uint32_t> links) {
  const auto first = static_cast<std::uint32_t>(out_.links.size());
  out_.links.insert(out_.links.end(), links);
  return first;
}

std::uint32_t Parser::add_constant(Value value) {
  out_.constants.push_back(std::move(value));
  return static_cast<std::uint32_t>(out_.constants.size() - 1);
}

Value Parser::text_of(std::string_view slice) {
  if (!ValueAccess::has_cell(out_.text)) return Value::string(slice);
  return ValueAccess::text_in(ValueAccess::cell(out_.text), slice);
}

std::uint32_t Parser::add_name(std::string_view name) {
  return add_constant(Value::string(name));
}

Parser::Mark Parser::mark() const {
  return {cursor_.offset(), out_.nodes.size(), out_.links.size(), out_.constants.size()};
}

void Parser::back_to(const Mark& mark) {
  cursor_.move_to(mark.offset);
  out_.nodes.resize(mark.nodes);
  out_.links.resize(mark.links);
  out_.constants.resize(mark.constants);
}

bool Parser::has_failed(std::uint32_t at, char what) const {
  const std::uint64_t key = std::uint64_t{at} << 8 | static_cast<unsigned char>(what);
  return std::binary_search(failures_.begin(), failures_.end(), key);
}

void Parser::remember_failure(std::uint32_t at, char what) {
  const std::uint64_t key = std::uint64_t{at} << 8 | static_cast<unsigned char>(what);
  failures_.insert(std::upper_bound(failures_.begin(), failures_.end(), key), key);
}

NodeId Parser::fail(std::string_view expected) {
  if (cursor_.offset() >= error_.at &&
      !(is_over_limit_ && !error_.message.empty() && error_.message == "less nesting")) {
    error_.at = cursor_.offset();
    error_.message = expected;
  }
  return kNoNode;
}

bool Parser::enter() {
  if (is_over_limit_) return false;
  if (++nesting_ <= max_nesting_) return true;
  --nesting_;
  is_over_limit_ = true;
  fail("less nesting");
  return false;
}

}  // namespace jackfield::feel::syntax
