#include "base/json_depth.hpp"

#include <algorithm>

namespace jackfield {

std::size_t json_depth(std::string_view json) noexcept {
  std::size_t open = 0;
  std::size_t deepest = 0;
  bool is_in_text = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '\\' && is_in_text) ++at;
    if (c == '"') is_in_text = !is_in_text;
    if (is_in_text) continue;
    if (c == '{' || c == '[') deepest = std::max(deepest, ++open);
    if ((c == '}' || c == ']') && open > 0) --open;
  }
  return deepest;
}

}  // namespace jackfield
