#pragma once

// Puts values in the place of references.
//
// References in braces come first, bare ones after them. Each stage makes as many passes over the text as it held
// references when the stage began, so a value that is a reference itself is followed only as far as there are passes
// left; what the first stage put in, the second one looks through as well. A stage ends early when a pass changes
// nothing, and fails beyond kMostPasses or kMostBytes: values that lead to each other in a circle end there.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace jackfield::secrets {

constexpr int kMostPasses = 64;
constexpr std::size_t kMostBytes = std::size_t{64} << 20;

// What a reference becomes.
class Substitutes {
 public:
  virtual ~Substitutes() = default;

  // The escaped value, which stays as it is until the object ends; none: the reference stays.
  virtual Result<std::optional<std::string_view>> find(std::string_view name) = 0;
};

Result<std::string> replaced(std::string_view text, Substitutes& substitutes);

}  // namespace jackfield::secrets
