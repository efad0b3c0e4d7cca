#include "loader/json_reader.hpp"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

namespace jackfield::loader {
namespace {

constexpr std::size_t kShownBytes = 40;

bool fits_number(const nlohmann::json& value) {
  return value.is_number_unsigned() && value.get<std::uint64_t>() <= std::numeric_limits<std::uint32_t>::max();
}

}  // namespace

std::string shown(const nlohmann::json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  std::string text = value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  if (text.size() > kShownBytes) text = text.substr(0, kShownBytes) + "…";
  return text;
}

JsonReader::JsonReader(const nlohmann::json& object, std::string place, std::optional<std::string>& failure)
    : object_(object), place_(std::move(place)), failure_(failure) {}

std::string JsonReader::place_of(std::string_view member) const {
  return place_.empty() ? std::string(member) : fmt::format("{}.{}", place_, member);
}

void JsonReader::fail(std::string_view place, std::string_view expected, std::string_view got) {
  if (!failure_) failure_ = fmt::format("{}: expected {}, got {}", place, expected, got);
}

const nlohmann::json* JsonReader::find(std::string_view member, std::string_view expected, Presence presence) {
  const auto found = object_.find(member);
  if (found != object_.end()) return &*found;
  if (presence == Presence::Required) fail(place_of(member), expected, "nothing");
  return nullptr;
}

std::string JsonReader::text(std::string_view member, Presence presence) {
  const nlohmann::json* value = find(member, "text", presence);
  if (value == nullptr) return {};
  if (!value->is_string()) return fail(place_of(member), "text", shown(*value)), std::string();
  std::string text = value->get<std::string>();
  if (presence == Presence::Required && text.empty()) fail(place_of(member), "text", "empty text");
  return text;
}

std::optional<std::uint32_t> JsonReader::number(std::string_view member, Presence presence) {
  constexpr std::string_view kExpected = "a whole number from 0 to 4294967295";
  const nlohmann::json* value = find(member, kExpected, presence);
  if (value == nullptr) return std::nullopt;
  if (fits_number(*value)) return value->get<std::uint32_t>();
  fail(place_of(member), kExpected, shown(*value));
  return std::nullopt;
}

std::size_t JsonReader::choice(std::string_view member, std::initializer_list<std::string_view> choices,
                               Presence presence) {
  const std::string expected = fmt::format("\"{}\"", fmt::join(choices, "\" or \""));
  const nlohmann::json* value = find(member, expected, presence);
  if (value == nullptr) return 0;
  std::size_t index = 0;
  for (const std::string_view choice : choices) {
    if (value->is_string() && value->get_ref<const std::string&>() == choice) return index;
    ++index;
  }
  fail(place_of(member), expected, shown(*value));
  return 0;
}

std::vector<std::string> JsonReader::texts(std::string_view member) {
  std::vector<std::string> texts;
  const nlohmann::json* values = list(member, Presence::Optional);
  if (values == nullptr) return texts;
  for (const nlohmann::json& value : *values) {
    if (value.is_string()) {
      texts.push_back(value.get<std::string>());
    } else {
      fail(fmt::format("{}[{}]", place_of(member), texts.size()), "text", shown(value));
      break;
    }
  }
  return texts;
}

const nlohmann::json* JsonReader::object(std::string_view member, Presence presence) {
  const nlohmann::json* value = find(member, "an object", presence);
  if (value == nullptr || value->is_object()) return value;
  fail(place_of(member), "an object", shown(*value));
  return nullptr;
}

const nlohmann::json* JsonReader::list(std::string_view member, Presence presence) {
  const nlohmann::json* value = find(member, "a list", presence);
  if (value == nullptr || value->is_array()) return value;
  fail(place_of(member), "a list", shown(*value));
  return nullptr;
}

}  // namespace jackfield::loader
