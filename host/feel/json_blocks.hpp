#pragma once

// JSON text as bits: blocks of 64 bytes, one bit a byte. For the sources of this room only.

#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace jackfield::feel::json {

class Block {
 public:
  static constexpr int kSize = 64;

#if defined(__SSE2__)
  explicit Block(const char* at) noexcept : lanes_{lane(at), lane(at + 16), lane(at + 32), lane(at + 48)} {}
  std::uint64_t equal(char c) const noexcept {
    return bits([wanted = _mm_set1_epi8(c)](__m128i lane) { return _mm_cmpeq_epi8(lane, wanted); });
  }
  // Brackets and braces differ by one bit: given the brace, both.
  std::uint64_t brace_or_bracket(char brace) const noexcept {
    return bits([wanted = _mm_set1_epi8(brace), bit = _mm_set1_epi8(0x20)](__m128i lane) {
      return _mm_cmpeq_epi8(_mm_or_si128(lane, bit), wanted);
    });
  }
  std::uint64_t controls() const noexcept {
    return bits([last = _mm_set1_epi8(0x1F)](__m128i lane) { return _mm_cmpeq_epi8(_mm_min_epu8(lane, last), lane); });
  }
  std::uint64_t digits() const noexcept {
    return bits([zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8('9')](__m128i lane) {
      return _mm_cmpeq_epi8(_mm_min_epu8(_mm_max_epu8(lane, zero), nine), lane);
    });
  }
  std::uint64_t beyond_ascii() const noexcept {
    return bits([](__m128i lane) { return lane; });
  }
  bool has_beyond_ascii() const noexcept {
    return _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(lanes_[0], lanes_[1]), _mm_or_si128(lanes_[2], lanes_[3]))) != 0;
  }

 private:
  static __m128i lane(const char* at) noexcept { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }

  template <typename Test>
  std::uint64_t bits(const Test& test) const noexcept {
    const auto of = [&](int lane) {
      return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(test(lanes_[lane])))};
    };
    return of(0) | of(1) << 16 | of(2) << 32 | of(3) << 48;
  }

  __m128i lanes_[4];
#else
  explicit Block(const char* at) noexcept : at_(at) {}
  std::uint64_t equal(char c) const noexcept {
    return bits([c](char it) { return it == c; });
  }
  std::uint64_t brace_or_bracket(char brace) const noexcept {
    return bits([brace](char it) { return (it | 0x20) == brace; });
  }
  std::uint64_t controls() const noexcept {
    return bits([](char it) { return static_cast<unsigned char>(it) < 0x20; });
  }
  std::uint64_t digits() const noexcept {
    return bits([](char it) { return it >= '0' && it <= '9'; });
  }
  std::uint64_t beyond_ascii() const noexcept {
    return bits([](char it) { return static_cast<unsigned char>(it) >= 0x80; });
  }
  bool has_beyond_ascii() const noexcept { return beyond_ascii() != 0; }

 private:
  template <typename Test>
  std::uint64_t bits(const Test& test) const noexcept {
    std::uint64_t out = 0;
    for (int i = 0; i < kSize; ++i) out |= std::uint64_t{test(at_[i])} << i;
    return out;
  }

  const char* at_;
#endif
};

// Bit i is the parity of the bits up to and with i.
inline std::uint64_t prefix_xor(std::uint64_t bits) noexcept {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  return bits ^ bits << 32;
}

// Which bytes are inside strings, from block to block.
class StringMask {
 public:
  // The opening quotes count as inside, the closing ones do not.
  std::uint64_t inside(const Block& block) noexcept {
    backslashes_ = block.equal('\\');
    quotes_ = block.equal('"');
    escaped_ = 0;
    if ((backslashes_ | carry_) != 0) {
      escaped_ = follow_backslashes(backslashes_);
      quotes_ &= ~escaped_;
    }
    const std::uint64_t out = prefix_xor(quotes_) ^ open_;
    open_ = static_cast<std::uint64_t>(static_cast<std::int64_t>(out) >> 63);
    return out;
  }
  std::uint64_t backslashes() const noexcept { return backslashes_; }
  std::uint64_t quotes() const noexcept { return quotes_; }
  // Bytes behind an odd number of backslashes.
  std::uint64_t escaped() const noexcept { return escaped_; }
  bool is_open() const noexcept { return open_ != 0; }

 private:
  std::uint64_t follow_backslashes(std::uint64_t backslashes) noexcept {
    std::uint64_t escaped = carry_;
    std::uint64_t open = backslashes & ~carry_;
    carry_ = 0;
    while (open != 0) {
      const int at = std::countr_zero(open);
      if (at == 63) {
        carry_ = 1;
        break;
      }
      escaped |= std::uint64_t{2} << at;
      open &= ~(std::uint64_t{3} << at);
    }
    return escaped;
  }

  // Of the block seen last
  std::uint64_t backslashes_ = 0;
  std::uint64_t quotes_ = 0;
  std::uint64_t escaped_ = 0;

  std::uint64_t open_ = 0;   // all ones behind an opening quote
  std::uint64_t carry_ = 0;  // 1 behind a backslash that escapes the first byte of the next block
};

}  // namespace jackfield::feel::json
