#pragma once

// Reads the members of a JSON object by name and type, and remembers the first thing that is not as it should be.
//
// After a failure the getters return empty values: read everything, then ask failure().

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace jackfield::loader {

enum class Presence { Required, Optional };

class JsonReader {
 public:
  // Both outlive the reader. `place` is where the object stands, such as "connectors[1]"; empty for the whole document.
  JsonReader(const nlohmann::json& object, std::string place, std::optional<std::string>& failure);

  std::string text(std::string_view member, Presence presence);
  std::optional<std::uint32_t> number(std::string_view member, Presence presence);

  // Index of the member's text in `choices`; absent: 0.
  std::size_t choice(std::string_view member, std::initializer_list<std::string_view> choices, Presence presence);

  std::vector<std::string> texts(std::string_view member);

  // Null when absent or not of that kind.
  const nlohmann::json* object(std::string_view member, Presence presence);
  const nlohmann::json* list(std::string_view member, Presence presence);

  std::string place_of(std::string_view member) const;
  void fail(std::string_view place, std::string_view expected, std::string_view got);

 private:
  const nlohmann::json* find(std::string_view member, std::string_view expected, Presence presence);

  const nlohmann::json& object_;
  const std::string place_;
  std::optional<std::string>& failure_;
};

// Short enough to print: text in quotes and cut, other values as they are.
std::string shown(const nlohmann::json& value);

}  // namespace jackfield::loader
