#pragma once

// FEEL through the host. Rarely needed: fields that the manifest names under "feel" arrive evaluated.

#include "jackfield/sdk/codec.hpp"
#include "jackfield/sdk/core.hpp"
#include "jackfield/sdk/sink.hpp"

#include <string>
#include <string_view>
#include <type_traits>

JF_SDK_BEGIN

// [any] Borrows the generation's core. Works on the caller's thread. Throws service_error with what the engine says of
// an expression that it cannot evaluate.
class feel_service {
 public:
  explicit feel_service(core& owner) noexcept : owner_(&owner) {}

  // The value as JSON text; the members of the context, a JSON object, are the variables.
  std::string eval_json(std::string_view expression, std::string_view context_json = "{}") const {
    const jf_host_feel& table = owner_->feel();
    text_sink out;
    return out.take(table.eval(owner_->ctx(), to_str(expression), to_str(context_json), out.table()), "expression");
  }

  // The same with values. Needs jackfield_json.hpp, or types with a codec.
  template <class Tag = void, class T = typename default_json<Tag>::type>
  T eval(std::string_view expression, const T& context) const {
    static_assert(!std::is_same_v<T, raw_json>, "the value would point into text that is gone: use eval_json");
    const auto variables = codec<T>::dump(context);
    const std::string value = eval_json(expression, variables);
    return codec<T>::parse(value);
  }

 private:
  core* owner_;
};

JF_SDK_END
