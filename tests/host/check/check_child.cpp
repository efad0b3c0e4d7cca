// The child of a check as a program of its own, for tests.
#include <string>
#include <vector>

#include "check/check.hpp"

int main(int count, char** values) {
  const std::vector<std::string> arguments(values + 1, values + count);
  if (arguments.empty() || arguments[0] != jackfield::check::kCheckVerb) return 2;
  jackfield::check::run_check_child(std::span(arguments).subspan(1));
}
