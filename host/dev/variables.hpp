#pragma once

// Process variables: names with JSON values, in scopes that see their parent's.
//
// A value is kept as the JSON text it is, so that handing variables out is joining texts. One thread.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace jackfield::dev {

using JsonText = std::string;
using Variables = std::map<std::string, JsonText, std::less<>>;

// Takes a JSON object apart; empty text holds no variables. InvalidInput for what is no object, or nested too deep.
Result<Variables> parse_variables(std::string_view json);

// One JSON object. With names, only those; a name that does not occur is left out.
JsonText to_json(const Variables& variables, const std::vector<std::string>& names = {});

class Scope {
 public:
  // The parent outlives the scope.
  explicit Scope(Scope* parent = nullptr) noexcept : parent_(parent) {}

  // The nearest value of that name; null when no scope up to the root has one.
  const JsonText* find(std::string_view name) const noexcept;

  void set_local(Variables variables);

  // Each goes to the nearest scope that has the name, or else to the root.
  void propagate(Variables variables);

  const Variables& local() const noexcept { return local_; }
  Variables visible() const;

  // Calls `see(name, value)` for every variable of every scope, the root's first: later ones hide earlier ones.
  template <typename See>
  void for_each(See see) const {
    if (parent_ != nullptr) parent_->for_each(see);
    for (const auto& [name, value] : local_) see(name, value);
  }

 private:
  Scope* parent_;
  Variables local_;
};

}  // namespace jackfield::dev
