#include "dev/variables.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace jackfield::dev {
namespace {

using nlohmann::json;

constexpr int kDeepest = 200;  // beyond this, writing a value would cost too much stack

// How deep brackets nest; what is inside of strings does not count.
int depth_of(std::string_view text) noexcept {
  int depth = 0;
  int deepest = 0;
  bool is_in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') is_in_string = !is_in_string;
    if (c == '\\' && is_in_string) ++at;
    if (is_in_string) continue;
    if (c == '{' || c == '[') deepest = std::max(deepest, ++depth);
    if (c == '}' || c == ']') --depth;
  }
  return deepest;
}

Failure refuse(std::string_view why) {
  return {Fault::InvalidInput, fmt::format("property \"variables\": expected a JSON object, {}", why)};
}

void append_member(JsonText& out, const std::string& name, const JsonText& value) {
  if (out.size() > 1) out += ',';
  out += json(name).dump();
  out += ':';
  out += value;
}

}  // namespace

Result<Variables> parse_variables(std::string_view text) {
  Variables variables;
  if (text.empty() || text == "{}") return variables;
  if (depth_of(text) > kDeepest) return refuse(fmt::format("got one nested more than {} deep", kDeepest));
  const json parsed = json::parse(text, nullptr, false);
  if (parsed.is_discarded()) return refuse("got text that is not JSON");
  if (parsed.is_null()) return variables;
  if (!parsed.is_object()) return refuse(fmt::format("got a JSON {}", parsed.type_name()));
  for (const auto& [name, value] : parsed.items()) variables.emplace(name, value.dump());
  return variables;
}

JsonText to_json(const Variables& variables, const std::vector<std::string>& names) {
  JsonText out = "{";
  for (const auto& [name, value] : variables) {
    const bool is_wanted = names.empty() || std::find(names.begin(), names.end(), name) != names.end();
    if (is_wanted) append_member(out, name, value);
  }
  return out += '}';
}

const JsonText* Scope::find(std::string_view name) const noexcept {
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    if (const auto found = scope->local_.find(name); found != scope->local_.end()) return &found->second;
  }
  return nullptr;
}

void Scope::set_local(Variables variables) {
  for (auto& [name, value] : variables) local_.insert_or_assign(name, std::move(value));
}

void Scope::propagate(Variables variables) {
  for (auto& [name, value] : variables) {
    Scope* scope = this;
    while (scope->parent_ != nullptr && !scope->local_.contains(name)) scope = scope->parent_;
    scope->local_.insert_or_assign(name, std::move(value));
  }
}

Variables Scope::visible() const {
  Variables all = local_;
  for (const Scope* scope = parent_; scope != nullptr; scope = scope->parent_) {
    all.insert(scope->local_.begin(), scope->local_.end());
  }
  return all;
}

}  // namespace jackfield::dev
