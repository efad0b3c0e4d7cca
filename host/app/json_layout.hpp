#pragma once

// JSON text for people and machines, without reading its values: numbers keep their digits, members their order.

#include <string>
#include <string_view>
#include <vector>

namespace jackfield::app {

bool is_json(std::string_view text);

struct JsonLayout {
  std::size_t indent = 0;   // of the lines after the first
  std::size_t width = 100;  // what fits stays on one line
  std::size_t longest = 0;  // texts are cut beyond so many bytes; 0: none is
};

// The same JSON over several lines. Text that is no JSON comes back as it is.
std::string laid_out(std::string_view json, const JsonLayout& layout = {});

// The names of an object's members as they are in the text, without quotes; empty for what is no object.
std::vector<std::string_view> member_names(std::string_view json);

// The text as a JSON string.
std::string json_string(std::string_view text);

// Puts an object together, member by member.
class JsonObject {
 public:
  JsonObject& add(std::string_view name, std::string_view json);
  JsonObject& add_text(std::string_view name, std::string_view text) { return add(name, json_string(text)); }
  JsonObject& add_all(std::string_view object);  // the members of another one

  std::string text() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

class JsonArray {
 public:
  JsonArray& add(std::string_view json);
  JsonArray& add_text(std::string_view text) { return add(json_string(text)); }

  std::string text() const { return "[" + items_ + "]"; }

 private:
  std::string items_;
};

}  // namespace jackfield::app
