#pragma once

// The SDK with nlohmann/json as its JSON library: job.variables<jf::json>(), op.result({{"status", 200}}).

#include "jackfield/jackfield.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

JF_SDK_BEGIN

using json = nlohmann::json;

template <>
struct codec<json> {
  // Does not let the parser speak: it quotes the text, and variables may hold secrets.
  static json parse(std::string_view text) {
    try {
      return json::parse(text.begin(), text.end());
    } catch (const json::parse_error& e) {
      throw error({}, "not JSON: error at byte " + std::to_string(e.byte));
    }
  }
  // Invalid UTF-8 is replaced, so that a foreign server's bytes cannot make an answer impossible.
  static std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }
};

// Any type that nlohmann/json converts: job.variables<Order>() with a from_json for Order, op.result(42).
template <class T>
struct codec {
  static T parse(std::string_view text) { return codec<json>::parse(text).get<T>(); }
  static std::string dump(const T& value) { return codec<json>::dump(json(value)); }
};

template <>
struct default_json<void> {
  using type = json;

  static json parse_or_text(std::string_view text) {
    json value = json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
    return value.is_discarded() ? json(std::string(text)) : value;
  }
};

// The variable documentReturnFormat of a job. Nothing where the model makes no choice: the connector then goes on as
// its older templates expect.
inline std::optional<document_return_format> read_return_format(const json& variables) {
  const auto text = [](const json& object, const char* name) {
    const auto member = object.is_object() ? object.find(name) : object.end();
    return member != object.end() && member->is_string() ? member->template get<std::string>() : std::string();
  };
  if (!variables.is_object() || !variables.contains("documentReturnFormat")) return std::nullopt;
  const json& format = variables["documentReturnFormat"];
  document_return_format wish{text(format, "choice"), text(format, "encoding")};
  if (wish.choice.find_first_not_of(" \t\r\n") == std::string::npos) return std::nullopt;
  return wish;
}

// For code that blocks: run(job) gives the response. Its manifest entry needs "mode": "blocking".
using blocking_connector = basic_blocking_connector<json>;

JF_SDK_END
