#pragma once

// What an input breaks, collected so that one message names all of it.

#include "jackfield/jackfield.hpp"

#include <string>
#include <string_view>

namespace rest {

class Violations {
 public:
  void add(std::string_view property, std::string_view rule) {
    lines_ += "\n - Property: " + std::string(property) + ": Validation failed. Original message: " + std::string(rule);
  }
  void throw_if_any() const {
    if (lines_.empty()) return;
    throw jf::input_error(
        "jakarta.validation.ValidationException: Found constraints violated while validating input: " + lines_);
  }

 private:
  std::string lines_;
};

}  // namespace rest
