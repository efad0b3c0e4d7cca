#pragma once

// Arguments of the interface's functions as values in a frame: what both directions of calls and callbacks share.

#include <tuple>
#include <utility>

#include "isolation/fields.hpp"

namespace jackfield::isolation {

// A number, a text, bytes, or a struct behind a pointer that may be null.
template <typename T>
void put_value(Encoder& out, const T& value) {
  out.put(value);
}
template <Struct T>
void put_value(Encoder& out, const T* value) {
  out.put(std::uint8_t{value != nullptr});
  if (value != nullptr) put_struct(out, *value);
}

// The same, read and kept for the length of a call.
template <typename T>
class Read {
 public:
  void read(Decoder& in) { in.take(value_); }
  T pass() noexcept { return value_; }
  void set(T value) noexcept { value_ = value; }

 private:
  T value_{};
};
// Borrows from the decoder.
template <>
class Read<const jf_kv*> {
 public:
  void read(Decoder& in) { in.take(pairs_, count_); }
  const jf_kv* pass() const noexcept { return pairs_; }
  std::uint32_t count() const noexcept { return count_; }

 private:
  const jf_kv* pairs_ = nullptr;
  std::uint32_t count_ = 0;
};
template <Struct T>
class Read<const T*> {
 public:
  void read(Decoder& in) {
    is_present_ = in.take<std::uint8_t>() != 0;
    if (is_present_) take_struct(in, value_);
  }
  const T* pass() noexcept { return is_present_ ? &value_ : nullptr; }

 private:
  T value_{};
  bool is_present_ = false;
};

// A callback of the interface: any function whose first argument is the user pointer. One that returns nothing is the
// last that comes; one that returns a number is for pieces, of which there may be many before it.
template <typename Function>
struct CallbackTraits {
  static constexpr bool kIs = false;
};
template <typename R, typename... Args>
struct CallbackTraits<R (*)(void*, Args...)> {
  static constexpr bool kIs = true;
  static constexpr bool kIsLast = std::is_void_v<R>;

  // Runs it with the arguments in the frame. What it returned; 0 for nothing.
  static std::int32_t run(void (*function)(), void* user, Decoder& in) {
    std::tuple<Read<Args>...> held;
    std::apply([&](auto&... each) { (each.read(in), ...); }, held);
    const auto typed = reinterpret_cast<R (*)(void*, Args...)>(function);
    return std::apply(
        [&](auto&... each) -> std::int32_t {
          if constexpr (kIsLast) {
            typed(user, each.pass()...);
            return 0;
          } else {
            return typed(user, each.pass()...);
          }
        },
        held);
  }
};

// How many callbacks stand before the argument at Index.
template <std::size_t Index, typename... Args>
constexpr std::uint32_t callbacks_before() {
  const bool is_callback[]{CallbackTraits<Args>::kIs...};
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < Index; ++i) count += is_callback[i] ? 1 : 0;
  return count;
}

}  // namespace jackfield::isolation
