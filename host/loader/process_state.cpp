#include "loader/process_state.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <fstream>

namespace jackfield::loader {
namespace {

std::string locale_now() {
  const char* name = std::setlocale(LC_ALL, nullptr);
  return name == nullptr ? "C" : name;
}

// From the kernel's table: asking the C library means changing it for a moment.
std::string umask_now() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "Umask:" && status >> word) return word;
  }
  return {};
}

std::size_t variables_now() {
  std::size_t count = 0;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) ++count;
  return count;
}

std::filesystem::path directory_now() {
  std::error_code ignored;
  return std::filesystem::current_path(ignored);
}

}  // namespace

ProcessState ProcessState::now() {
  ProcessState state;
  state.locale_ = locale_now();
  state.working_directory_ = directory_now();
  state.umask_ = umask_now();
  state.variables_ = variables_now();
  return state;
}

std::vector<std::string> ProcessState::restore() const {
  std::vector<std::string> changed;
  if (locale_now() != locale_) {
    std::setlocale(LC_ALL, locale_.c_str());
    changed.emplace_back("the locale");
  }
  if (directory_now() != working_directory_) {
    std::error_code ignored;
    std::filesystem::current_path(working_directory_, ignored);
    changed.emplace_back("the working directory");
  }
  if (umask_now() != umask_) {
    ::umask(static_cast<mode_t>(std::strtoul(umask_.c_str(), nullptr, 8)));
    changed.emplace_back("the umask");
  }
  if (variables_now() != variables_) changed.emplace_back("the environment (not put back)");
  return changed;
}

}  // namespace jackfield::loader
