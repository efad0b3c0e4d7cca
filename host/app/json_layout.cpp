#include "app/json_layout.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

namespace jackfield::app {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

// Of the value that begins at `at`; the text is known to be JSON.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = end_of_string(text, at);
    } else if (c == '{' || c == '[') {
      ++depth;
      ++at;
      continue;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return at;
      --depth;
      ++at;
    } else if (depth == 0) {
      return std::min(text.find_first_of(",]} \t\r\n", at), text.size());
    } else {
      ++at;
      continue;
    }
    if (depth == 0) return at;
  }
  return at;
}

struct Part {
  std::string_view name;  // with its quotes; empty in an array
  std::string_view value;
};

bool is_container(std::string_view value) {
  return value.front() == '{' || value.front() == '[';
}

std::vector<Part> parts_of(std::string_view container) {
  std::vector<Part> parts;
  const bool is_object = container.front() == '{';
  std::size_t at = skip_blanks(container, 1);
  while (at < container.size() && container[at] != '}' && container[at] != ']') {
    Part part;
    if (is_object) {
      const std::size_t end = end_of_string(container, at);
      part.name = container.substr(at, end - at);
      at = skip_blanks(container, container.find(':', end) + 1);
    }
    const std::size_t end = end_of_value(container, at);
    part.value = container.substr(at, end - at);
    parts.push_back(part);
    at = skip_blanks(container, end);
    if (at < container.size() && container[at] == ',') at = skip_blanks(container, at + 1);
  }
  return parts;
}

class Writer {
 public:
  explicit Writer(const JsonLayout& layout) : layout_(layout) {}

  void write(std::string_view value, std::size_t indent, std::size_t before) {
    if (!is_container(value)) return scalar(value);
    const std::vector<Part> parts = parts_of(value);
    const std::optional<std::string> line = on_one_line(value, parts, layout_.width - std::min(before, layout_.width));
    if (line) {
      out += *line;
      return;
    }
    out += value.front();
    for (const Part& part : parts) {
      out += fmt::format("{}\n{:{}}", &part == parts.data() ? "" : ",", "", indent + 2);
      if (!part.name.empty()) out += fmt::format("{}: ", part.name);
      write(part.value, indent + 2, indent + 4 + part.name.size());
    }
    out += fmt::format("\n{:{}}{}", "", indent, value.back());
  }

  std::string out;

 private:
  void scalar(std::string_view value) {
    if (layout_.longest == 0 || value.size() <= layout_.longest) {
      out += value;
      return;
    }
    std::size_t end = layout_.longest;
    while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;
    out += fmt::format("{}… ({} bytes)", value.substr(0, end), value.size());
  }

  // Nothing if it is longer than that.
  std::optional<std::string> on_one_line(std::string_view value, const std::vector<Part>& parts, std::size_t room) {
    if (parts.empty()) return fmt::format("{}{}", value.front(), value.back());
    std::string line(1, value.front());
    for (const Part& part : parts) {
      if (&part != parts.data()) line += ", ";
      if (!part.name.empty()) line += fmt::format("{}: ", part.name);
      if (line.size() + part.value.size() > 2 * room + 80) return std::nullopt;
      if (is_container(part.value)) {
        const std::optional<std::string> inner = on_one_line(part.value, parts_of(part.value), room);
        if (!inner) return std::nullopt;
        line += *inner;
      } else {
        line += part.value;
      }
      if (line.size() > room) return std::nullopt;
    }
    line += value.back();
    return line.size() <= room ? std::optional(std::move(line)) : std::nullopt;
  }

  const JsonLayout layout_;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

void append_item(std::string& items, std::string_view item) {
  if (!items.empty()) items += ',';
  items += item;
}

}  // namespace

bool is_json(std::string_view text) {
  return nlohmann::json::accept(text);
}

std::string laid_out(std::string_view json, const JsonLayout& layout) {
  json = trimmed(json);
  if (!is_json(json)) return std::string(json);
  Writer writer(layout);
  writer.write(json, layout.indent, layout.indent);
  return std::move(writer.out);
}

std::vector<std::string_view> member_names(std::string_view json) {
  json = trimmed(json);
  std::vector<std::string_view> names;
  if (!json.starts_with('{') || !is_json(json)) return names;
  for (const Part& part : parts_of(json)) names.push_back(part.name.substr(1, part.name.size() - 2));
  return names;
}

std::string json_string(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

JsonObject& JsonObject::add(std::string_view name, std::string_view json) {
  append_item(members_, fmt::format("{}:{}", json_string(name), json));
  return *this;
}

JsonObject& JsonObject::add_all(std::string_view object) {
  object = trimmed(object);
  if (!object.starts_with('{')) return *this;
  if (const std::string_view inside = trimmed(object.substr(1, object.size() - 2)); !inside.empty()) {
    append_item(members_, inside);
  }
  return *this;
}

JsonArray& JsonArray::add(std::string_view json) {
  append_item(items_, json);
  return *this;
}

}  // namespace jackfield::app
