#pragma once

// The texts of a model that may be expressions: "=order.id" is FEEL, anything else stands for itself.
//
// The seam to FEEL: no other file of this room knows how an expression is parsed or evaluated.
// Threads  any; an expression never changes.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "dev/variables.hpp"

namespace jackfield::dev {

class Expression {
 public:
  // InvalidInput says what in the text is not understood.
  static Result<Expression> parse(std::string_view text);

  // The value as JSON text; a static text is a JSON string. A name or a path that leads nowhere is null, and a warning
  // for those who want them: a text for people, with the place.
  Result<JsonText> evaluate(const Scope& scope, std::vector<std::string>* warnings = nullptr) const;

  // The value as plain text, for places where the model wants text: a string without quotes, a number as written.
  // InvalidInput when it is null or has another type.
  Result<std::string> evaluate_text(const Scope& scope) const;

 private:
  struct Tree;
  explicit Expression(std::shared_ptr<const Tree> tree) noexcept : tree_(std::move(tree)) {}

  std::shared_ptr<const Tree> tree_;
};

}  // namespace jackfield::dev
