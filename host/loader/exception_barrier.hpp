#pragma once

// Keeps what a plugin throws from going any further: the interface forbids it, and we do not rely on that.

#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace jackfield::loader {

// Runs the call. Nothing if it returned, else what it threw.
template <typename Call>
std::optional<std::string> exception_of(Call&& call) noexcept {
  try {
    std::forward<Call>(call)();
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "something that is no std::exception";
  }
}

}  // namespace jackfield::loader
