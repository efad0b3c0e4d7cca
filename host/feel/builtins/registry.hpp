#pragma once

// All functions that expressions may call by name: the built-in families, and what a host adds. Built once, frozen,
// shared by every thread.

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "feel/builtins/builtin.hpp"
#include "feel/expression.hpp"

namespace jackfield::feel {

struct Signature {
  const Builtin* row = nullptr;
  std::vector<Value> parameters;  // names
  bool is_variadic = false;
};

struct Overloads {
  std::vector<Signature> signatures;  // in the order they are tried
};

// The first that takes so many arguments, or null.
const Signature* find_by_count(const Overloads& overloads, std::size_t arguments) noexcept;

class FunctionTable {
 public:
  // Built-in functions win over added ones of the same name and number of parameters.
  explicit FunctionTable(std::span<const std::span<const Builtin>> families);

  const Overloads* find(std::string_view name) const noexcept;
  std::span<const Builtin* const> rows() const noexcept { return rows_; }

 private:
  std::unordered_map<std::string_view, Overloads> by_name_;
  std::vector<const Builtin*> rows_;
};

// The language's own functions, and these with the connector runtime's or the broker's.
const FunctionTable& functions_of(FunctionSet set);

}  // namespace jackfield::feel
