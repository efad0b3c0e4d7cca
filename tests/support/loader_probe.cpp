// The loader's probe child as a program of its own.
#include <string>
#include <vector>

#include "loader/probe_child.hpp"

int main(int count, char** values) {
  const std::vector<std::string> arguments(values + 1, values + count);
  if (arguments.size() < 2 || arguments[0] != jackfield::loader::kProbeVerb) return 2;
  jackfield::loader::run_probe_child(std::span(arguments).subspan(1));
}
