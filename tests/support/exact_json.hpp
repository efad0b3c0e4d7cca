#pragma once

// JSON as a Java runtime reads and compares it: integers of any size keep every digit, fractions are doubles, members
// keep their order, and of members with the same name the last one counts.
//
//   const Json root = read_json(R"({"n": 92233720368547758080})");
//   root.find("n")->text();                                           // "92233720368547758080"
//   same_json(read_json("1.0"), read_json("1"));                      // true: equal by value

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace jackfield::test {

// Not JSON. what() says where.
class JsonSyntaxError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Json {
 public:
  // As it was written.
  struct Number {
    std::string text;
    bool is_integer = true;
  };
  using List = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Members = std::vector<Member>;
  using Value = std::variant<std::nullptr_t, bool, Number, std::string, List, Members>;

  Json() : value(nullptr) {}
  Json(std::string text) : value(std::move(text)) {}
  Json(const char* text) : value(std::string(text)) {}
  Json(bool truth) : value(truth) {}
  Json(Number number) : value(std::move(number)) {}
  Json(List list) : value(std::move(list)) {}
  Json(Members members) : value(std::move(members)) {}
  static Json integer(long long number) { return Number{std::to_string(number), true}; }
  static Json fraction(double number);

  bool is_null() const noexcept { return std::holds_alternative<std::nullptr_t>(value); }
  const bool* as_bool() const noexcept { return std::get_if<bool>(&value); }
  const Number* as_number() const noexcept { return std::get_if<Number>(&value); }
  const std::string* as_text() const noexcept { return std::get_if<std::string>(&value); }
  const List* as_list() const noexcept { return std::get_if<List>(&value); }
  const Members* as_object() const noexcept { return std::get_if<Members>(&value); }

  // Nothing when this is no object or has no such member.
  const Json* find(std::string_view name) const noexcept;

  // Replaces a member of that name, in its place. Only for objects.
  void set(std::string name, Json member);

  // The characters of a text or a number; empty for everything else.
  std::string_view text() const noexcept;

  // Only for numbers.
  double to_double() const;
  std::optional<long long> to_integer() const;  // nothing for a fraction, and beyond 64 bits

  Value value;
};

// Nothing may follow the value but blanks; throws JsonSyntaxError.
Json read_json(std::string_view text);

// Ignores what follows the first value. Nothing for a text that is empty or blank; throws JsonSyntaxError.
std::optional<Json> read_first_json(std::string_view text);

// Compact. Fractions come out as short as they can be.
std::string write_json(const Json& json);

// Member order is free; numbers are equal by value, integers exactly and fractions as doubles.
bool same_json(const Json& a, const Json& b);

}  // namespace jackfield::test
