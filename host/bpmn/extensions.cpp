#include "bpmn/extensions.hpp"

#include <fmt/core.h>

namespace jackfield::bpmn {
namespace {

class Reader {
 public:
  Reader(std::string_view what, const Lines& lines) : what_(what), lines_(lines) {}

  Result<void> read(const pugi::xml_node& extension) {
    const std::string_view name = local_name(extension);
    if (name == "taskDefinition") return read_task(extension);
    if (name == "ioMapping") return read_mappings(extension);
    if (name == "taskHeaders") return read_entries(extension, "header", "key", out_.headers);
    if (name == "properties") return read_entries(extension, "property", "name", out_.properties);
    out_.others.emplace_back(name);
    return {};
  }

  Extensions take() && { return std::move(out_); }

 private:
  Result<void> read_task(const pugi::xml_node& node) {
    if (out_.task) return refuse(node, "a second zeebe:taskDefinition");
    TaskDefinition task;
    task.type = node.attribute("type").value();
    if (task.type.empty()) return refuse(node, "zeebe:taskDefinition without a type");
    if (const pugi::xml_attribute retries = node.attribute("retries")) task.retries = retries.value();
    out_.task = std::move(task);
    return {};
  }

  Result<void> read_mappings(const pugi::xml_node& node) {
    for (const pugi::xml_node& child : node.children()) {
      if (!is_zeebe(child)) continue;
      const std::string_view name = local_name(child);
      if (name != "input" && name != "output") return refuse(child, fmt::format("zeebe:{} in zeebe:ioMapping", name));
      Mapping mapping{child.attribute("source").value(), child.attribute("target").value()};
      if (mapping.target.empty()) return refuse(child, fmt::format("zeebe:{} without a target", name));
      if (mapping.source.empty()) {
        return refuse(child, fmt::format("zeebe:{} of \"{}\" without a source", name, mapping.target));
      }
      (name == "input" ? out_.inputs : out_.outputs).push_back(std::move(mapping));
    }
    return {};
  }

  // Entries without a name or a value say nothing and are left out, as the engine does.
  Result<void> read_entries(const pugi::xml_node& node, std::string_view child_name, const char* name_attribute,
                            std::vector<Entry>& into) {
    for (const pugi::xml_node& child : node.children()) {
      if (!is_zeebe(child) || local_name(child) != child_name) continue;
      const pugi::xml_attribute name = child.attribute(name_attribute);
      const pugi::xml_attribute value = child.attribute("value");
      if (!name.empty() && !value.empty()) into.push_back({name.value(), value.value()});
    }
    return {};
  }

  Failure refuse(const pugi::xml_node& node, std::string_view why) const {
    return {Fault::InvalidInput, fmt::format("line {}: {}: {}", lines_.of(node), what_, why)};
  }

  std::string_view what_;
  const Lines& lines_;
  Extensions out_;
};

}  // namespace

Result<Extensions> read_extensions(const pugi::xml_node& owner, std::string_view what, const Lines& lines) {
  Reader reader(what, lines);
  for (const pugi::xml_node& child : owner.children()) {
    if (!is_bpmn(child) || local_name(child) != "extensionElements") continue;
    for (const pugi::xml_node& extension : child.children()) {
      if (!is_zeebe(extension)) continue;
      if (Result<void> read = reader.read(extension); !read) return read.failure();
    }
  }
  return std::move(reader).take();
}

}  // namespace jackfield::bpmn
