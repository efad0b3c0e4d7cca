#pragma once

// FEEL for the document function getJson: the plain language over the document's fields.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace jackfield::app {

// `context` is a JSON object. The text is taken as it is, without "=" in front.
Result<std::string> evaluate_over_document(std::string_view expression, std::string_view context);

}  // namespace jackfield::app
