#pragma once

// The variables and functions that an expression sees from outside.
//
// Built in layers, later ones win; nothing is converted or copied when a layer is added. Constant once evaluations use
// it, and then good for any number of threads.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "feel/value.hpp"

namespace jackfield::feel {

// A value read from JSON text. Check refuses text that is not JSON; Trust reads what comes from a source that only
// writes JSON, and sees null where it turns out not to be. The text is owned, or borrowed and then outlives the value.
enum class JsonSource : std::uint8_t { Check, Trust };
Result<Value> json_value(std::string text, JsonSource source = JsonSource::Check);
Result<Value> borrowed_json_value(std::string_view text, JsonSource source = JsonSource::Check);

class Context {
 public:
  Context() = default;

  // One variable. A function becomes callable under the name instead.
  void add(std::string_view name, Value value);
  // Every entry of a context is a variable; anything else adds none.
  void add_all(const Value& context);

  // For a connector's response: its entries if it is a context, then `response`, the whole.
  static Context of_response(const Value& response);

 private:
  friend struct ContextAccess;  // scope.hpp
  struct Layer {
    Value name;  // null: `value` is a context of variables
    Value value;
  };
  std::vector<Layer> layers_;
  std::vector<Layer> functions_;
};

}  // namespace jackfield::feel
