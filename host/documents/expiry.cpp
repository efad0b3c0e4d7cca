#include "documents/expiry.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace jackfield::documents {

std::string expiry_text(WallTime at) {
  const auto whole = std::chrono::floor<seconds>(at);
  const auto fraction = std::chrono::floor<milliseconds>(at - whole).count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(whole)), fraction);
}

}  // namespace jackfield::documents
