#pragma once

// Which characters make up names and blanks in the language.

namespace jackfield::feel::syntax {

// ASCII classes, looked up in one table.
enum CharacterClass : unsigned char { kBlankClass = 1, kNameStartClass = 2, kNamePartClass = 4, kDigitClass = 8 };

struct CharacterClasses {
  unsigned char of[128];
};

constexpr CharacterClasses make_classes() {
  CharacterClasses out{};
  for (unsigned c = 0; c < 128; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    const bool digit = c >= '0' && c <= '9';
    const bool ignorable = c <= 0x08 || (c >= 0x0E && c <= 0x1B) || c == 0x7F;
    unsigned char bits = 0;
    if ((c >= 0x09 && c <= 0x0D) || c == 0x20) bits |= kBlankClass;
    if (letter) bits |= kNameStartClass | kNamePartClass;
    if (digit) bits |= kDigitClass | kNamePartClass;
    if (ignorable) bits |= kNamePartClass;
    out.of[c] = bits;
  }
  return out;
}

inline constexpr CharacterClasses kClasses = make_classes();

// Beyond ASCII. Supplementary characters are never part of a name.
bool is_wide_name_start(char32_t c) noexcept;
bool is_wide_name_part(char32_t c) noexcept;
bool is_wide_blank(char32_t c) noexcept;

}  // namespace jackfield::feel::syntax
