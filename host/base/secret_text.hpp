#pragma once

// Text that cannot be printed by mistake.
//
// It has no conversion, no stream operator, and its formatter writes a mask. reveal() is the one way out: every use of
// that word is a place to look at in review. The bytes are wiped when the object dies or is assigned over.

#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

namespace jackfield {

class SecretText {
 public:
  static constexpr std::string_view kMask = "[secret]";

  SecretText() = default;
  explicit SecretText(std::string text) noexcept : text_(std::move(text)) {}
  SecretText(const SecretText&) = default;
  SecretText(SecretText&& other) noexcept : text_(other.text_) { other.wipe(); }
  SecretText& operator=(SecretText other) noexcept {
    text_.swap(other.text_);
    return *this;
  }
  ~SecretText() { wipe(); }

  std::string_view reveal() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(const SecretText&, const SecretText&) = default;

 private:
  void wipe() noexcept {
    for (volatile char& character : text_) character = 0;
    text_.clear();
  }

  std::string text_;
};

}  // namespace jackfield

template <>
struct fmt::formatter<jackfield::SecretText> : fmt::formatter<std::string_view> {
  template <typename FormatContext>
  auto format(const jackfield::SecretText&, FormatContext& context) const {
    return fmt::formatter<std::string_view>::format(jackfield::SecretText::kMask, context);
  }
};
