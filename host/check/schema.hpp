#pragma once

// As much of JSON Schema as the checks need: is it one, where does it lead, and what input would please it.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace jackfield::check {

// What is not as the standard says, with its place; nothing: it looks like a schema.
std::optional<std::string> wrong_in_schema(const nlohmann::json& schema);

// Whether a JSON pointer can name something in a value of that schema.
bool can_reach(const nlohmann::json& schema, std::string_view pointer);

// A value that it allows, made of its defaults and examples where it has some.
nlohmann::json sample_of(const nlohmann::json& schema);

// Turns one place of the value into something else: another type, an extreme, a broken text. The same seed does the
// same.
void spoil(nlohmann::json& value, std::uint64_t seed);

}  // namespace jackfield::check
