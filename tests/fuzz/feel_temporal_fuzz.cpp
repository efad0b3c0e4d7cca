// Two temporal texts: local ones print as something that reads back as itself, sums and differences are safe.

#include <cstdlib>

#include "feel/temporal/literal.hpp"

namespace {

using namespace jackfield::feel;

template <typename T>
std::string text_of(const T& value) {
  std::string out;
  if constexpr (std::is_same_v<T, Date>) {
    append_to(out, value, YearSign::MinusOnly);
  } else if constexpr (!std::is_same_v<T, std::monostate>) {
    append_to(out, value);
  }
  return out;
}

// Others do not on purpose: durations lose fractions, offsets may have seconds, a zone may know a local time twice.
template <typename T>
constexpr bool kReadsBack = std::is_same_v<T, Date> || std::is_same_v<T, LocalTime> || std::is_same_v<T, LocalDateTime>;

void check_text(const Temporal& value) {
  std::visit(
      [](const auto& it) {
        using T = std::decay_t<decltype(it)>;
        const std::string text = text_of(it);
        if constexpr (kReadsBack<T>) {
          const Temporal again = parse_at_literal(text);
          const T* const same = std::get_if<T>(&again);
          if (same == nullptr || !(*same == it)) std::abort();
        }
      },
      value);
}

template <typename A, typename B>
void combine(const A& a, const B& b) {
  if constexpr (requires { add(a, b); }) (void)add(a, b);
  if constexpr (requires { subtract(a, b); }) (void)subtract(a, b);
  if constexpr (std::is_same_v<A, B> && requires { divide(a, b); }) {
    if (!(b == B{})) (void)divide(a, b);
  }
  if constexpr (std::is_same_v<A, B> && requires { order(a, b); }) (void)order(a, b);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t blank = input.find(' ');
  if (blank == std::string_view::npos) return 0;
  const Temporal a = parse_at_literal(input.substr(0, blank));
  const Temporal b = parse_at_literal(input.substr(blank + 1));
  (void)parse_date_time(input, DateTimeForm::Literal);
  (void)parse_duration(input.substr(0, blank), DurationForm::Literal);
  (void)parse_zone_id(input.substr(blank + 1));
  check_text(a);
  check_text(b);
  std::visit([](const auto& x, const auto& y) { combine(x, y); }, a, b);
  return 0;
}
