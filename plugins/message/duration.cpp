#include "duration.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <string>

namespace message {
namespace {

constexpr double kDay = 24.0 * 3600;
constexpr double kMostSeconds = 100 * 365 * kDay;

char upper(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

struct Unit {
  char letter;
  double seconds;
};

// Reads numbers with their units, each unit at most once and in this order.
template <std::size_t N>
std::optional<double> read_units(std::string_view& text, const std::array<Unit, N>& units) {
  double sum = 0;
  std::size_t next = 0;
  while (!text.empty() && upper(text.front()) != 'T') {
    const std::size_t length = text.find_first_not_of("+-0123456789.,");
    if (length == 0 || length == std::string_view::npos) return std::nullopt;
    std::string number(text.substr(0, length));
    for (char& c : number) c = c == ',' ? '.' : c;
    char* end = nullptr;
    const double value = std::strtod(number.c_str(), &end);
    if (end != number.c_str() + number.size()) return std::nullopt;
    while (next < N && units[next].letter != upper(text[length])) ++next;
    if (next == N || (units[next].letter != 'S' && number.find('.') != std::string::npos)) return std::nullopt;
    sum += value * units[next++].seconds;
    text.remove_prefix(length + 1);
  }
  return sum;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  double sign = 1;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
  }
  if (text.size() < 3 || upper(text.front()) != 'P') return std::nullopt;
  text.remove_prefix(1);
  const auto days = read_units(text, std::array{Unit{'D', kDay}});
  if (!days) return std::nullopt;
  double seconds = *days;
  if (!text.empty()) {
    text.remove_prefix(1);
    const auto times = read_units(text, std::array{Unit{'H', 3600}, Unit{'M', 60}, Unit{'S', 1}});
    if (!times || !text.empty()) return std::nullopt;
    seconds += *times;
  }
  if (std::abs(seconds) > kMostSeconds) return std::nullopt;
  return std::chrono::milliseconds(std::llround(sign * seconds * 1000));
}

}  // namespace message
