#pragma once

// What a built-in function is: a row in its family's table.
//
//   Value contains(Call&, Args args) {
//     return Value::boolean(args[0].as_string().find(args[1].as_string()) != std::string_view::npos);
//   }
//   constexpr Builtin kRows[] = {
//     {"contains", "string, match", {kString, kString}, &contains, "whether a text holds another"},
//   };
//   std::span<const Builtin> string_functions() noexcept { return kRows; }      // declared in families.hpp
//
// Rows of one name are overloads; the first that fits the number (or names) of the arguments is taken, in the order of
// the table. The caller has checked the kinds before `invoke` runs: arguments outside their set are "illegal
// arguments" (null and a warning), so implementations read them unchecked. Missing named arguments are null.
// List arguments may be windows on JSON: open them with ListView (value_views.hpp), contexts with ContextView.
//
// `parameters` are the exact names for named calls, separated by ", ". With "..." behind the last one the function is
// variadic: the last argument is then always a list (kList) of what was given.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "feel/regex.hpp"
#include "feel/value.hpp"

namespace jackfield {
class Clock;
}

namespace jackfield::feel {

using Args = std::span<const Value>;

// The evaluation that calls a built-in.
class Call {
 public:
  virtual ~Call() = default;

  // Null, and a warning with the reason: `return call.fails("...")`. Most troubles of functions.
  virtual Value fails(std::string_view reason) = 0;
  // The same for arguments of the wrong kind.
  virtual Value fails_for_arguments(Args args) = 0;
  // The whole evaluation fails, whatever stands around the call.
  virtual Value stops(std::string_view reason) = 0;
  // The whole evaluation fails as `assert` has it: with a warning of its own kind.
  virtual Value fails_assertion(std::string_view cause) = 0;
  // The evaluation fails because a limit was reached.
  virtual Value exceeds(std::string_view limit) = 0;

  // A function value called with that many arguments; null and a warning if it does not take them. What would stop the
  // evaluation, save a limit or an assertion, is an Error here.
  virtual Value invoke(const Value& function, Args args) = 0;

  // Work that grows with the input: false when the limit of the evaluation is used up, then `return Value::stop()`.
  virtual bool spend(std::size_t steps) = 0;

  virtual const Clock& clock() const = 0;
  virtual Zone local_zone() const = 0;  // where now() and today() are
  virtual const RegexLimits& regex_limits() const = 0;
  virtual std::size_t max_text_bytes() const = 0;
  virtual std::uint64_t random_bits() = 0;
  // Makes createDocument's results recognisable; empty where documents cannot be created.
  virtual std::string_view document_nonce() const = 0;
};

inline constexpr std::size_t kMaxParameters = 5;

struct Builtin {
  std::string_view name;
  std::string_view parameters;
  std::array<KindSet, kMaxParameters> kinds;
  Value (*invoke)(Call& call, Args args);
  std::string_view summary;  // one line for people
};

}  // namespace jackfield::feel
