#include "support/exact_json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace jackfield::test {
namespace {

// Builds a Json from the events of nlohmann's reader; the innermost open list or object is on top.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return add(Json()); }
  bool boolean(bool truth) override { return add(Json(truth)); }
  bool number_integer(number_integer_t number) override { return add(Json::integer(number)); }
  bool number_unsigned(number_unsigned_t number) override { return add(Json::Number{std::to_string(number), true}); }
  bool number_float(number_float_t, const string_t& text) override {
    return add(Json::Number{text, text.find_first_of(".eE") == std::string::npos});
  }
  bool string(string_t& text) override { return add(Json(text)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json(Json::Members{})); }
  bool start_array(std::size_t) override { return open(Json(Json::List{})); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    names_.back() = name;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) override {
    failure = error.what();
    return false;
  }

  Json root;
  std::string failure;

 private:
  bool open(Json container) {
    open_.push_back(std::move(container));
    names_.emplace_back();
    return true;
  }

  bool close() {
    Json closed = std::move(open_.back());
    open_.pop_back();
    names_.pop_back();
    return add(std::move(closed));
  }

  bool add(Json json) {
    if (open_.empty()) {
      root = std::move(json);
    } else if (auto* list = std::get_if<Json::List>(&open_.back().value)) {
      list->push_back(std::move(json));
    } else {
      open_.back().set(names_.back(), std::move(json));
    }
    return true;
  }

  std::vector<Json> open_;
  std::vector<std::string> names_;  // of the member being read, one per open container
};

Json read(std::string_view text, bool is_strict) {
  Builder builder;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder, nlohmann::json::input_format_t::json, is_strict)) {
    throw JsonSyntaxError(builder.failure);
  }
  return std::move(builder.root);
}

std::string written(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string written(const Json::Number& number) {
  if (number.is_integer) return number.text == "-0" ? "0" : number.text;
  const double value = std::strtod(number.text.c_str(), nullptr);
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  std::string shortest(digits.data(), end);
  return shortest.find_first_of(".e") == std::string::npos ? shortest + ".0" : shortest;
}

void write(const Json& json, std::string& out);

void write_list(const Json::List& list, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i != 0) out += ',';
    write(list[i], out);
  }
  out += ']';
}

void write_members(const Json::Members& members, std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i != 0) out += ',';
    out += written(members[i].first) + ":";
    write(members[i].second, out);
  }
  out += '}';
}

void write(const Json& json, std::string& out) {
  if (const auto* list = json.as_list()) return write_list(*list, out);
  if (const auto* members = json.as_object()) return write_members(*members, out);
  if (const auto* text = json.as_text()) {
    out += written(*text);
  } else if (const auto* number = json.as_number()) {
    out += written(*number);
  } else if (const auto* truth = json.as_bool()) {
    out += *truth ? "true" : "false";
  } else {
    out += "null";
  }
}

bool same_number(const Json& a, const Json& b) {
  if (a.as_number()->is_integer && b.as_number()->is_integer) return written(*a.as_number()) == written(*b.as_number());
  return a.to_double() == b.to_double();
}

bool same_members(const Json::Members& a, const Json& b) {
  return a.size() == b.as_object()->size() && std::all_of(a.begin(), a.end(), [&](const Json::Member& member) {
           const Json* other = b.find(member.first);
           return other != nullptr && same_json(member.second, *other);
         });
}

}  // namespace

Json Json::fraction(double number) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return Number{std::string(digits.data(), end), false};
}

const Json* Json::find(std::string_view name) const noexcept {
  const Members* members = as_object();
  if (members == nullptr) return nullptr;
  const auto found = std::find_if(members->begin(), members->end(), [&](const Member& it) { return it.first == name; });
  return found == members->end() ? nullptr : &found->second;
}

void Json::set(std::string name, Json member) {
  auto& members = std::get<Members>(value);
  const auto found = std::find_if(members.begin(), members.end(), [&](const Member& it) { return it.first == name; });
  if (found == members.end()) {
    members.emplace_back(std::move(name), std::move(member));
  } else {
    found->second = std::move(member);
  }
}

std::string_view Json::text() const noexcept {
  if (const auto* text = as_text()) return *text;
  return as_number() != nullptr ? std::string_view(as_number()->text) : std::string_view();
}

double Json::to_double() const {
  return std::strtod(as_number()->text.c_str(), nullptr);
}

std::optional<long long> Json::to_integer() const {
  const auto& [text, is_integer] = *as_number();
  long long number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!is_integer || read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

Json read_json(std::string_view text) {
  return read(text, true);
}

std::optional<Json> read_first_json(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return std::nullopt;
  return read(text, false);
}

std::string write_json(const Json& json) {
  std::string out;
  write(json, out);
  return out;
}

bool same_json(const Json& a, const Json& b) {
  if (a.as_number() != nullptr && b.as_number() != nullptr) return same_number(a, b);
  if (a.value.index() != b.value.index()) return false;
  if (const auto* members = a.as_object()) return same_members(*members, b);
  if (const auto* list = a.as_list()) {
    return std::equal(list->begin(), list->end(), b.as_list()->begin(), b.as_list()->end(), same_json);
  }
  if (const auto* text = a.as_text()) return *text == *b.as_text();
  if (const auto* truth = a.as_bool()) return *truth == *b.as_bool();
  return true;
}

}  // namespace jackfield::test
