#include "support/golden/command_comparison.hpp"

#include <algorithm>

namespace jackfield::test::golden {
namespace {

constexpr std::string_view kSuffix = " | Error variables: ";
constexpr std::size_t kLongestMessage = 6000;
const Json kNull;

bool starts_with(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

std::size_t utf16_length(std::string_view utf8) {
  std::size_t units = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    units += byte >= 0xF0 ? 2 : (byte & 0xC0) == 0x80 ? 0 : 1;
  }
  return units;
}

std::vector<std::string_view> sorted_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

const Json& member(const Json& object, std::string_view name) {
  const Json* found = object.find(name);
  return found == nullptr ? kNull : *found;
}

bool is_informative(const Json& rule) {
  return rule.as_text() != nullptr && *rule.as_text() == "informative";
}

// Absent numbers are 0, absent texts empty.
std::string text_of(const Json& command, std::string_view name) {
  const Json& value = member(command, name);
  const bool is_zero = value.as_number() != nullptr && value.text() == "0";
  return is_zero ? std::string() : std::string(value.text());
}

Json variables_of(const Json& command) {
  if (const Json* summary = command.find("variablesSummary")) return Json::Members{{"summary", *summary}};
  const Json& variables = member(command, "variables");
  return variables.is_null() ? Json(Json::Members{}) : variables;
}

Json without(const Json& object, std::initializer_list<std::string_view> names) {
  Json::Members left;
  for (const Json::Member& it : *object.as_object()) {
    if (std::find(names.begin(), names.end(), it.first) == names.end()) left.push_back(it);
  }
  return left;
}

class VariablesComparison {
 public:
  VariablesComparison(std::string where, const Json& rules, Differences& found)
      : where_(std::move(where)), rules_(rules), found_(found) {}

  void compare(Json wanted, Json got) {
    const Json &wanted_error = member(wanted, "error"), &got_error = member(got, "error");
    if (wanted_error.as_object() != nullptr && got_error.as_object() != nullptr) {
      compare_errors(wanted_error, got_error);
      wanted = without(wanted, {"error"});
      got = without(got, {"error"});
    }
    expect_same(where_, wanted, got);
  }

 private:
  void compare_errors(const Json& wanted, const Json& got) {
    const Json &message = member(wanted, "message"), &got_message = member(got, "message");
    if (!is_same_message(message.text(), got_message.text(), member(rules_, "message"))) {
      found_.push_back({where_ + ".error.message", std::string(message.text()), std::string(got_message.text())});
    }
    if (!is_informative(member(rules_, "type"))) {
      expect_same(where_ + ".error.type", member(wanted, "type"), member(got, "type"));
    }
    if (!is_informative(member(rules_, "code"))) {
      expect_same(where_ + ".error.code", member(wanted, "code"), member(got, "code"));
    }
    expect_same(where_ + ".error", without(wanted, {"message", "type", "code"}),
                without(got, {"message", "type", "code"}));
  }

  void expect_same(const std::string& where, const Json& wanted, const Json& got) {
    if (!same_json(wanted, got)) found_.push_back({where, write_json(wanted), write_json(got)});
  }

  const std::string where_;
  const Json& rules_;
  Differences& found_;
};

}  // namespace

std::string without_error_variables(std::string_view wanted, std::string_view got) {
  if (got != wanted && starts_with(got, wanted)) {
    const std::string_view rest = got.substr(wanted.size());
    const bool is_cut = starts_with(kSuffix, rest) && utf16_length(got) >= kLongestMessage;
    if (starts_with(rest, kSuffix) || is_cut) return std::string(wanted);
  }
  const bool may_end_so = !wanted.empty() && wanted.find(kSuffix) == std::string_view::npos;
  return std::string(may_end_so ? got.substr(0, got.find(kSuffix)) : got);
}

bool is_same_message(std::string_view wanted, std::string_view got, const Json& rule) {
  if (rule.find("informative") != nullptr) return true;
  if (const Json* prefix = rule.find("prefix")) return starts_with(got, prefix->text());
  if (rule.find("lines") != nullptr) return sorted_lines(wanted) == sorted_lines(got);
  return wanted == got;
}

void compare_command(std::size_t number, const Json& wanted, const Json& got, const Json& rules, Differences& found) {
  const std::string where = "command " + std::to_string(number);
  const std::string rpc = text_of(wanted, "rpc");
  if (rpc != text_of(got, "rpc")) return found.push_back({where, rpc, text_of(got, "rpc")});
  for (const char* name : {"retries", "retryBackOff", "errorCode", "timeout"}) {
    const std::string wanted_text = text_of(wanted, name), got_text = text_of(got, name);
    if (wanted_text != got_text) found.push_back({where + "." + name, wanted_text, got_text});
  }
  const std::string wanted_message = text_of(wanted, "errorMessage"), whole_message = text_of(got, "errorMessage");
  const std::string message = rpc == "FailJob" ? without_error_variables(wanted_message, whole_message) : whole_message;
  if (!is_same_message(wanted_message, message, member(rules, "message"))) {
    found.push_back({where + ".errorMessage", wanted_message, whole_message});
  }
  VariablesComparison(where + ".variables", rules, found).compare(variables_of(wanted), variables_of(got));
}

}  // namespace jackfield::test::golden
