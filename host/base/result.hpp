#pragma once

// A value, or the reason why there is none.
//
// Result<T> is for what we could not do (gateway away, property missing, file unreadable). How a job ends is an outcome
// (base/outcome.hpp), not a failure; what cannot be is JF_ASSERT. No exception leaves a room.
//
//   Result<Port> port = parse_port(text);
//   if (!port) return port.failure();
//   listen(*port);
//
// Messages say what was attempted, on what, and what was expected: lower case, no full stop, never a secret.
// The `checked` preset (JF_CHECKED_RESULTS) aborts when a Result dies without having been looked at; a Result dropped
// on purpose says why: `send(report).ignore("the peer is gone")`.

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/assert.hpp"

namespace jackfield {

// Kinds of failure. Closed: finer detail belongs in the message.
enum class Fault { InvalidInput, NotFound, Unavailable, DeadlineExceeded, Cancelled, Unsupported, Rejected, Internal };

constexpr std::string_view name_of(Fault fault) noexcept {
  switch (fault) {
    case Fault::InvalidInput:
      return "invalid input";
    case Fault::NotFound:
      return "not found";
    case Fault::Unavailable:
      return "unavailable";
    case Fault::DeadlineExceeded:
      return "deadline exceeded";
    case Fault::Cancelled:
      return "cancelled";
    case Fault::Unsupported:
      return "unsupported";
    case Fault::Rejected:
      return "rejected";
    case Fault::Internal:
      return "internal";
  }
  return "internal";
}

struct Failure {
  Fault fault = Fault::Internal;
  std::string message;

  friend bool operator==(const Failure&, const Failure&) = default;
};

namespace detail {

// Remembers whether somebody looked. Empty unless JF_CHECKED_RESULTS is defined.
class ReadMark {
 public:
#ifdef JF_CHECKED_RESULTS
  ReadMark() = default;
  ReadMark(const ReadMark&) noexcept {}
  ReadMark(ReadMark&& other) noexcept { other.is_read_ = true; }
  ReadMark& operator=(const ReadMark&) noexcept { return is_read_ = false, *this; }
  ReadMark& operator=(ReadMark&& other) noexcept { return is_read_ = false, other.is_read_ = true, *this; }
  ~ReadMark() { JF_ASSERT(is_read_, "a Result was dropped unread"); }
  void set() const noexcept { is_read_ = true; }

 private:
  mutable bool is_read_ = false;
#else
  void set() const noexcept {}
#endif
};

}  // namespace detail

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}            // NOLINT: implicit on purpose
  Result(Failure failure) : content_(std::in_place_index<1>, std::move(failure)) {}  // NOLINT: implicit on purpose

  bool ok() const noexcept { return mark_.set(), content_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  // Only after ok() said yes.
  T& value() & { return *value_or_bug(); }
  const T& value() const& { return *const_cast<Result*>(this)->value_or_bug(); }
  T&& value() && { return std::move(*value_or_bug()); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return value_or_bug(); }
  const T* operator->() const { return const_cast<Result*>(this)->value_or_bug(); }

  // Only after ok() said no.
  const Failure& failure() const& { return mark_.set(), std::get<1>(content_); }
  Failure&& failure() && { return mark_.set(), std::get<1>(std::move(content_)); }

  void ignore(std::string_view /*why*/) const noexcept { mark_.set(); }

 private:
  T* value_or_bug() {
    mark_.set();
    return &std::get<0>(content_);
  }

  std::variant<T, Failure> content_;
  [[no_unique_address]] detail::ReadMark mark_;
};

struct Success {};

template <>
class [[nodiscard]] Result<void> : public Result<Success> {
 public:
  Result() : Result<Success>(Success{}) {}
  Result(Failure failure) : Result<Success>(std::move(failure)) {}  // NOLINT: implicit on purpose
};

}  // namespace jackfield
