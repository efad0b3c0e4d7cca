#pragma once

// Names and numbers that must not be mixed up, each a type of its own.
//
// Keys are the engine's 64-bit numbers; zero means absent. Comparable, hashable, and explicit in both directions.

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace jackfield {

template <typename Tag, typename Number = std::int64_t>
struct NumericId {
  Number value = 0;

  friend constexpr auto operator<=>(const NumericId&, const NumericId&) = default;
};

using JobKey = NumericId<struct JobKeyTag>;
using ProcessInstanceKey = NumericId<struct ProcessInstanceKeyTag>;
using ProcessDefinitionKey = NumericId<struct ProcessDefinitionKeyTag>;
using ElementInstanceKey = NumericId<struct ElementInstanceKeyTag>;

// The job type of a task definition, such as "io.camunda:http-json:1": which connector does the work.
struct JobType {
  std::string text;

  friend auto operator<=>(const JobType&, const JobType&) = default;
};

}  // namespace jackfield

template <typename Tag, typename Number>
struct std::hash<jackfield::NumericId<Tag, Number>> {
  std::size_t operator()(const jackfield::NumericId<Tag, Number>& id) const noexcept {
    return std::hash<Number>{}(id.value);
  }
};

template <>
struct std::hash<jackfield::JobType> {
  std::size_t operator()(const jackfield::JobType& type) const noexcept { return std::hash<std::string>{}(type.text); }
};
