#include "form.hpp"

#include "url.hpp"

#include <algorithm>

namespace rest {

std::string form_escaped(std::string_view text) {
  std::string out = percent_encode(text, "-._~ ");
  std::replace(out.begin(), out.end(), ' ', '+');
  return out;
}

std::string form_text(const TextMap& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    out += form_escaped(name);
    if (value) out += '=' + form_escaped(*value);
  }
  return out;
}

}  // namespace rest
