#include "support/golden/listed_differences.hpp"

#include <fstream>
#include <stdexcept>

namespace jackfield::test::golden {

std::map<std::string, std::string> listed_differences(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  std::map<std::string, std::string> listed;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos || tab + 1 == line.size()) throw std::runtime_error("no reason: " + line);
    listed[line.substr(0, tab)] = line.substr(tab + 1);
  }
  return listed;
}

}  // namespace jackfield::test::golden
