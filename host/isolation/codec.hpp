#pragma once

// How the values of the plugin interface look inside a frame.
//
// Numbers as they lie in memory, texts with their length, absent texts told apart from empty ones, structs by the list
// of their fields (isolation/fields.hpp). What is read borrows from the frame's body. Reading is safe whatever the
// bytes are: past the end everything is zero or absent, and is_good() says no.

#include <jackfield/plugin.h>

#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace jackfield::isolation {

inline jf_str borrow(std::string_view text) noexcept {
  return {text.data(), text.size()};
}
inline std::string_view view(jf_str text) noexcept {
  return text.ptr == nullptr ? std::string_view() : std::string_view(text.ptr, text.len);
}

class Encoder {
 public:
  template <typename Number>
    requires std::is_arithmetic_v<Number>
  void put(Number number) {
    bytes_.append(static_cast<const char*>(static_cast<const void*>(&number)), sizeof number);
  }
  void put(std::string_view text) { put(text.data() == nullptr ? jf_str{"", 0} : borrow(text)); }
  void put(jf_str text) { put_bytes(text.ptr, text.len); }
  void put(jf_bytes bytes) { put_bytes(bytes.ptr, bytes.len); }
  void put(const jf_kv* pairs, std::uint32_t count);

  const std::string& bytes() const noexcept { return bytes_; }

 private:
  void put_bytes(const void* at, std::size_t length);

  std::string bytes_;
};

class Decoder {
 public:
  explicit Decoder(std::string_view bytes) noexcept : rest_(bytes) {}

  template <typename Number>
    requires std::is_arithmetic_v<Number>
  void take(Number& number) {
    number = Number{};
    const std::string_view bytes = take_bytes(sizeof number);
    if (!bytes.empty()) std::memcpy(&number, bytes.data(), sizeof number);
  }
  template <typename Value>
  Value take() {
    Value value{};
    take(value);
    return value;
  }
  void take(jf_str& text);
  void take(jf_bytes& bytes);
  // The pairs live as long as this.
  void take(const jf_kv*& pairs, std::uint32_t& count);

  // Room for a struct that something read points to; lives as long as this.
  template <typename Value>
  Value& keep() {
    auto kept = std::make_shared<Value>();
    Value& value = *kept;
    structs_.push_back(std::move(kept));
    return value;
  }

  bool is_good() const noexcept { return is_good_; }

 private:
  std::string_view take_bytes(std::size_t length);

  std::string_view rest_;
  bool is_good_ = true;
  std::deque<std::vector<jf_kv>> pairs_;
  std::vector<std::shared_ptr<void>> structs_;
};

}  // namespace jackfield::isolation
