#pragma once

// How values become JSON text and back, without tying the SDK to one JSON library.
//
// A library is brought in by specialising codec for its value type, and default_json<void> to make that type the one
// that braces build. jackfield_json.hpp does both for nlohmann/json.

#include "jackfield/sdk/namespace.hpp"

#include <string>
#include <string_view>

JF_SDK_BEGIN

// codec<T>::parse(std::string_view) gives a T or throws; codec<T>::dump(const T&) gives JSON text.
template <class T>
struct codec;

// The value type of op.result({…}). Tag is always void; it only delays the look-up.
template <class Tag>
struct default_json;

// JSON text that is ready to send. Borrowed: it lives as long as the characters it was made from.
struct raw_json {
  std::string_view text;
};

template <>
struct codec<raw_json> {
  static raw_json parse(std::string_view text) { return raw_json{text}; }
  static std::string_view dump(const raw_json& value) noexcept { return value.text; }
};

JF_SDK_END
