#pragma once

// FEEL, secrets and state of a test: tables that the test fills and looks at.

#include "jackfield/sdk/test/records.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jf::test {

// Says it through the sink and gives the status back.
inline jf_status complain(const jf_sink* sink, jf_status status, const std::string& why) {
  if (sink != nullptr && sink->error != nullptr) {
    const jf_error error{sizeof(jf_error), status, to_str(why), {}};
    sink->error(sink->ctx, &error);
  }
  return status;
}

inline jf_status answer_with(const jf_sink* sink, std::string_view value) {
  if (sink != nullptr && sink->write != nullptr) sink->write(sink->ctx, value.data(), value.size());
  return JF_OK;
}

// Does not know FEEL: an expression gives what the test says it gives.
class fake_feel {
 public:
  struct question {
    std::string expression, context_json;
  };

  std::map<std::string, std::string> answers;  // JSON by expression, exactly as the plugin writes it
  // For answers that depend on the context; nothing: look into the table.
  std::function<std::optional<std::string>(const question&)> answer_by;
  std::vector<question> asked;

  jf_status eval(jf_str expression, jf_str context, const jf_sink* out) {
    asked.push_back({copy(expression), copy(context)});
    if (answer_by) {
      if (const auto value = answer_by(asked.back())) return answer_with(out, *value);
    }
    const auto found = answers.find(asked.back().expression);
    if (found != answers.end()) return answer_with(out, found->second);
    return complain(out, JF_ERR_INVALID, "the test has no answer for the expression " + asked.back().expression);
  }
};

class fake_secrets {
 public:
  std::map<std::string, std::string> values;
  bool is_allowed = true;  // false: the manifest lacks "secrets.resolve"
  std::vector<std::string> resolved;
  std::vector<std::string> redacted;

  jf_status resolve(jf_str name, const jf_sink* out) {
    if (!is_allowed) return complain(out, JF_ERR_DENIED, "permission \"secrets.resolve\" is missing");
    resolved.push_back(copy(name));
    const auto found = values.find(resolved.back());
    if (found == values.end()) return complain(out, JF_ERR_NOT_FOUND, "no secret " + resolved.back());
    return answer_with(out, found->second);
  }

  jf_status redact(jf_str value) {
    if (value.len < 4) return JF_ERR_INVALID;
    redacted.push_back(copy(value));
    return JF_OK;
  }
};

// Give the same map to two hosts, one after the other, to test what survives a reload.
class fake_state {
 public:
  std::map<std::string, std::string> values;

  jf_status get(jf_str key, const jf_sink* out) {
    if (!is_key(key)) return JF_ERR_INVALID;
    const auto found = values.find(copy(key));
    return found == values.end() ? jf_status{JF_ERR_NOT_FOUND} : answer_with(out, found->second);
  }

  jf_status put(jf_str key, jf_bytes value) {
    if (!is_key(key)) return JF_ERR_INVALID;
    if (value.len > JF_STATE_MAX_VALUE) return JF_ERR_TOO_LARGE;
    if (value.ptr == nullptr) {
      values.erase(copy(key));
    } else {
      values[copy(key)] = std::string(to_view(value));
    }
    return JF_OK;
  }

 private:
  static bool is_key(jf_str key) { return key.len > 0 && key.len <= JF_STATE_MAX_KEY; }
};

}  // namespace jf::test
