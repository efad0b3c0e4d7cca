#include "base/upper_snake.hpp"

namespace jackfield {

std::string upper_snake(std::string_view name) {
  std::string form(name);
  for (char& c : form) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    const bool is_kept = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!is_kept) c = '_';
  }
  return form;
}

}  // namespace jackfield
