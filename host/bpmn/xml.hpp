#pragma once

// What pugixml leaves to its users: namespaces and line numbers.

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace jackfield::bpmn {

inline constexpr std::string_view kBpmnNamespace = "http://www.omg.org/spec/BPMN/20100524/MODEL";
inline constexpr std::string_view kZeebeNamespace = "http://camunda.org/schema/zeebe/1.0";

// The name without its prefix. Borrows from the node.
std::string_view local_name(const pugi::xml_node& node) noexcept;

// The namespace the node's prefix stands for; empty when none is declared. Borrows from the document.
std::string_view namespace_of(const pugi::xml_node& node) noexcept;

// The value of the node's attribute of that name in Zeebe's namespace; empty without one. Borrows from the document.
std::string_view zeebe_attribute(const pugi::xml_node& node, std::string_view name) noexcept;

inline bool is_bpmn(const pugi::xml_node& node) noexcept {
  return namespace_of(node) == kBpmnNamespace;
}
inline bool is_zeebe(const pugi::xml_node& node) noexcept {
  return namespace_of(node) == kZeebeNamespace;
}

// Finds the line of a place in the text. Borrows the text.
class Lines {
 public:
  explicit Lines(std::string_view text);

  int at(std::ptrdiff_t offset) const noexcept;
  int of(const pugi::xml_node& node) const noexcept { return at(node.offset_debug()); }

 private:
  std::vector<std::ptrdiff_t> ends_;  // offsets of the line ends, ascending
};

}  // namespace jackfield::bpmn
