#include "documents/json_calls.hpp"

#include <nlohmann/json.hpp>

#include "base/json_depth.hpp"

namespace jackfield::documents {
namespace {

// Whether the text may name the member at all: as it is, or with escapes.
bool may_hold_calls(std::string_view json) {
  return json.find(kFunctionType) != std::string_view::npos || json.find("\\u") != std::string_view::npos;
}

// Walks over text that is known to be JSON.
class Walk {
 public:
  explicit Walk(std::string_view json) : json_(json) {}

  std::vector<JsonCall> run() {
    while (at_ < json_.size()) {
      const char c = json_[at_];
      if (c == '"') {
        take_text();
        continue;
      }
      if (c == '{' || c == '[') {
        open_.push_back({.begin = at_, .is_object = c == '{', .is_at_key = c == '{'});
      } else if (c == '}' || c == ']') {
        close();
      } else if (c == ',' && !open_.empty()) {
        open_.back().is_at_key = open_.back().is_object;
      }
      ++at_;
    }
    return std::move(calls_);
  }

 private:
  struct Open {
    std::size_t begin;
    bool is_object;
    bool is_at_key;
    bool is_call = false;
    std::vector<std::size_t> calls = {};  // outermost ones inside
  };

  void take_text() {
    const std::size_t begin = at_++;
    while (json_[at_] != '"') at_ += json_[at_] == '\\' ? 2 : 1;
    ++at_;
    if (open_.empty() || !std::exchange(open_.back().is_at_key, false)) return;
    if (is_function_type(json_.substr(begin, at_ - begin))) open_.back().is_call = true;
  }

  static bool is_function_type(std::string_view quoted) {
    if (quoted.find('\\') == std::string_view::npos) return quoted.substr(1, quoted.size() - 2) == kFunctionType;
    return nlohmann::json::parse(quoted, nullptr, false) == kFunctionType;
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    std::vector<std::size_t> outermost = std::move(closed.calls);
    if (closed.is_call) {
      for (const std::size_t inside : outermost) calls_[inside].is_outermost = false;
      calls_.push_back({.begin = closed.begin, .end = at_ + 1, .inside = std::move(outermost)});
      outermost = {calls_.size() - 1};
    }
    if (open_.empty()) return;
    auto& around = open_.back().calls;
    around.insert(around.end(), outermost.begin(), outermost.end());
  }

  const std::string_view json_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
  std::vector<JsonCall> calls_;
};

}  // namespace

bool is_json(std::string_view text) {
  return text.find('\0') == std::string_view::npos && json_depth(text) <= kDeepestJson && nlohmann::json::accept(text);
}

Result<std::vector<JsonCall>> find_calls(std::string_view json) {
  if (!may_hold_calls(json)) return std::vector<JsonCall>();
  if (!is_json(json)) return Failure{Fault::InvalidInput, "the input is no JSON, or is nested too deeply"};
  return Walk(json).run();
}

std::string spliced(std::string_view json, const Splice& splice, const std::vector<JsonCall>& calls,
                    const std::vector<std::string>& results) {
  std::string out;
  std::size_t at = splice.begin;
  for (const std::size_t index : splice.calls) {
    out.append(json.substr(at, calls[index].begin - at)).append(results[index]);
    at = calls[index].end;
  }
  out.append(json.substr(at, splice.end - at));
  return out;
}

}  // namespace jackfield::documents
