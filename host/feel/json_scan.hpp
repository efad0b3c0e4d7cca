#pragma once

// The inner loops over JSON text: finding the end of a string or of a whole list or object, 16 bytes at a time.

#include <bit>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace jackfield::feel::json {

inline bool is_blank(char c) noexcept {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

inline const char* skip_blanks(const char* at, const char* end) noexcept {
  if (at != end && *at > ' ') return at;
  while (at != end && is_blank(*at)) ++at;
  return at;
}

struct StringEnd {
  const char* quote;  // the closing quote, or `end` if there is none
  bool has_escapes;
  bool is_ascii;
  bool has_controls;  // below U+0020, which JSON does not allow
};

// `at` is behind the opening quote. Inline, since most strings end within the first step.
inline StringEnd find_string_end(const char* at, const char* end) noexcept {
  StringEnd out{end, false, true, false};
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  // Nothing but plain ASCII up to a quote or backslash, as a rule.
  while (end - at >= 16) {
    const __m128i lane = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(lane, quote), _mm_cmpeq_epi8(lane, backslash));
    const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(lane, last_control), lane);
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(hits, controls), lane)));
    if (mask == 0) {
      at += 16;
      continue;
    }
    at += std::countr_zero(mask);
    if (*at == '"') return out.quote = at, out;
    if (*at != '\\') break;
    out.has_escapes = true;
    at += 2;
  }
  while (end - at >= 16) {
    const __m128i lane = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(lane, quote), _mm_cmpeq_epi8(lane, backslash));
    const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(lane, last_control), lane);
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(hits));
    const auto high = static_cast<std::uint32_t>(_mm_movemask_epi8(lane));
    const auto low = static_cast<std::uint32_t>(_mm_movemask_epi8(controls));
    const int stop = mask == 0 ? 16 : std::countr_zero(mask);
    const std::uint32_t seen = (1U << stop) - 1U;
    if ((high & seen) != 0) out.is_ascii = false;
    if ((low & seen) != 0) out.has_controls = true;
    at += stop;
    if (mask == 0) continue;
    if (*at == '"') return out.quote = at, out;
    out.has_escapes = true;
    at += 2;
  }
#endif
  for (; at < end; ++at) {
    if (*at == '"') return out.quote = at, out;
    if (*at == '\\') {
      out.has_escapes = true;
      ++at;
    } else if (static_cast<unsigned char>(*at) >= 0x80) {
      out.is_ascii = false;
    } else if (static_cast<unsigned char>(*at) < 0x20) {
      out.has_controls = true;
    }
  }
  return out;
}

inline const char* find_quote_or_backslash(const char* at, const char* end) noexcept {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i lane = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i hits =
        _mm_or_si128(_mm_cmpeq_epi8(lane, _mm_set1_epi8('"')), _mm_cmpeq_epi8(lane, _mm_set1_epi8('\\')));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(hits));
    if (mask != 0) return at + std::countr_zero(mask);
  }
#endif
  while (at != end && *at != '"' && *at != '\\') ++at;
  return at;
}

// `at` is behind the opening quote; the result is behind the closing one, or `end`.
inline const char* skip_string(const char* at, const char* end) noexcept {
  while ((at = find_quote_or_backslash(at, end)) != end) {
    if (*at == '"') return at + 1;
    if (end - at < 2) return end;
    at += 2;
  }
  return end;
}

// `at` is at the opening bracket or brace; the result is behind the closing one, or `end`.
const char* skip_container(const char* at, const char* end) noexcept;

inline bool is_scalar_end(char c) noexcept {
  return c == ',' || c == '}' || c == ']' || is_blank(c);
}

// Behind a number, true, false or null.
inline const char* skip_scalar(const char* at, const char* end) noexcept {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i lane = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i blank = _mm_set1_epi8(' ');
    const __m128i closing = _mm_cmpeq_epi8(_mm_or_si128(lane, blank), _mm_set1_epi8('}'));  // ] and }
    const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(lane, blank), lane);
    const __m128i comma = _mm_cmpeq_epi8(lane, _mm_set1_epi8(','));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(closing, low), comma)));
    if (mask == 0) continue;
    at += std::countr_zero(mask);
    if (is_scalar_end(*at)) return at;
    break;  // a control character
  }
#endif
  while (at != end && !is_scalar_end(*at)) ++at;
  return at;
}

// `at` is at the first character of any value; the result is behind it.
inline const char* skip_value(const char* at, const char* end) noexcept {
  if (at == end) return end;
  if (*at == '"') return skip_string(at + 1, end);
  if (*at == '{' || *at == '[') return skip_container(at, end);
  return skip_scalar(at, end);
}

}  // namespace jackfield::feel::json
