// Any text is an expression or is refused; what is one is read back from its printed form as the same tree.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "feel/expression.hpp"

using namespace jackfield::feel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const ExpressionForm form : {ExpressionForm::Value, ExpressionForm::UnaryTests}) {
    CompileOptions options;
    options.form = form;
    options.limits.nesting = 200;
    const auto tree = Expression::compile_exactly(text, options);
    if (!tree) continue;
    options.limits.nesting = 1'000;
    const auto again = Expression::compile_exactly(tree->to_text(), options);
    if (!again || !tree->has_same_tree(*again)) std::abort();
  }
  return 0;
}
