#include "bpmn/xml.hpp"

#include <algorithm>

namespace jackfield::bpmn {
namespace {

constexpr std::string_view kDeclaration = "xmlns";

std::string_view prefix_of(std::string_view name) noexcept {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

// Whether the attribute declares the prefix: xmlns="…" for none, xmlns:zeebe="…" for "zeebe".
bool declares(std::string_view attribute, std::string_view prefix) noexcept {
  if (attribute.substr(0, kDeclaration.size()) != kDeclaration) return false;
  attribute.remove_prefix(kDeclaration.size());
  if (prefix.empty()) return attribute.empty();
  return attribute.size() == prefix.size() + 1 && attribute.front() == ':' && attribute.substr(1) == prefix;
}

std::string_view without_prefix(std::string_view name) noexcept {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view namespace_of(const pugi::xml_node& node, std::string_view prefix) noexcept {
  for (pugi::xml_node scope = node; scope; scope = scope.parent()) {
    for (const pugi::xml_attribute& attribute : scope.attributes()) {
      if (declares(attribute.name(), prefix)) return attribute.value();
    }
  }
  return {};
}

}  // namespace

std::string_view local_name(const pugi::xml_node& node) noexcept {
  return without_prefix(node.name());
}

std::string_view namespace_of(const pugi::xml_node& node) noexcept {
  return namespace_of(node, prefix_of(node.name()));
}

// Attributes without a prefix are in no namespace.
std::string_view zeebe_attribute(const pugi::xml_node& node, std::string_view name) noexcept {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    const std::string_view prefix = prefix_of(attribute.name());
    if (prefix.empty() || without_prefix(attribute.name()) != name) continue;
    if (namespace_of(node, prefix) == kZeebeNamespace) return attribute.value();
  }
  return {};
}

Lines::Lines(std::string_view text) {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    ends_.push_back(static_cast<std::ptrdiff_t>(at));
  }
}

int Lines::at(std::ptrdiff_t offset) const noexcept {
  const auto end = std::lower_bound(ends_.begin(), ends_.end(), offset);
  return static_cast<int>(end - ends_.begin()) + 1;
}

}  // namespace jackfield::bpmn
