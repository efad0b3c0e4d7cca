#pragma once

// From what the temporal readers return to a value.

#include <type_traits>
#include <variant>

#include "feel/temporal/literal.hpp"
#include "feel/value.hpp"

namespace jackfield::feel {

inline Value value_of(const Temporal& temporal) {
  return std::visit(
      [](const auto& it) {
        using T = std::decay_t<decltype(it)>;
        if constexpr (std::is_same_v<T, std::monostate>) {
          return Value();
        } else if constexpr (std::is_same_v<T, Date>) {
          return Value::date(it);
        } else if constexpr (std::is_same_v<T, LocalTime> || std::is_same_v<T, ZonedTime>) {
          return Value::time(it);
        } else if constexpr (std::is_same_v<T, LocalDateTime> || std::is_same_v<T, ZonedDateTime>) {
          return Value::date_time(it);
        } else {
          return Value::duration(it);
        }
      },
      temporal);
}

}  // namespace jackfield::feel
