#include "feel/json_scan.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace jackfield::feel::json {
namespace {

// One bit per byte of a block of 64.
struct BlockMasks {
  std::uint64_t backslashes;
  std::uint64_t quotes;
  std::uint64_t opens;
  std::uint64_t closes;
};

#if defined(__SSE2__)

std::uint64_t equal_bytes(const __m128i (&lanes)[4], char c) noexcept {
  const __m128i wanted = _mm_set1_epi8(c);
  std::uint64_t mask = 0;
  for (int i = 0; i < 4; ++i) {
    const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(lanes[i], wanted)));
    mask |= std::uint64_t{bits} << (16 * i);
  }
  return mask;
}

BlockMasks masks_of(const char* block) noexcept {
  __m128i lanes[4];
  for (int i = 0; i < 4; ++i) lanes[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * i));
  BlockMasks out{equal_bytes(lanes, '\\'), equal_bytes(lanes, '"'), 0, 0};
  // Brackets and braces differ by one bit.
  const __m128i bit = _mm_set1_epi8(0x20);
  for (__m128i& lane : lanes) lane = _mm_or_si128(lane, bit);
  out.opens = equal_bytes(lanes, '{');
  out.closes = equal_bytes(lanes, '}');
  return out;
}

#else

BlockMasks masks_of(const char* block) noexcept {
  BlockMasks out{};
  for (int i = 0; i < 64; ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    const char c = block[i];
    if (c == '\\') out.backslashes |= bit;
    if (c == '"') out.quotes |= bit;
    if ((c | 0x20) == '{') out.opens |= bit;
    if ((c | 0x20) == '}') out.closes |= bit;
  }
  return out;
}

#endif

std::uint64_t prefix_xor(std::uint64_t bits) noexcept {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

// Which bytes follow an odd run of backslashes. `carry` is 1 when the next block begins with one such.
std::uint64_t escaped_bytes(std::uint64_t backslashes, std::uint64_t& carry) noexcept {
  std::uint64_t escaped = carry;
  std::uint64_t open = backslashes & ~carry;
  carry = 0;
  while (open != 0) {
    const int at = std::countr_zero(open);
    if (at == 63) {
      carry = 1;
      break;
    }
    escaped |= std::uint64_t{2} << at;
    open &= ~(std::uint64_t{3} << at);
  }
  return escaped;
}

// Without the instruction, which not every processor of the architecture has.
int count_of(std::uint64_t bits) noexcept {
  if (bits == 0) return 0;
  bits -= bits >> 1 & 0x5555555555555555U;
  bits = (bits & 0x3333333333333333U) + (bits >> 2 & 0x3333333333333333U);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0FU;
  return static_cast<int>(bits * 0x0101010101010101U >> 56);
}

// Walks blocks of 64 bytes and knows which brackets stand outside strings.
struct BracketCounter {
  std::uint64_t in_string = 0;  // all ones inside
  std::uint64_t escape_carry = 0;
  std::int64_t depth = 0;

  // Bit position behind which the depth is zero, or -1.
  int feed(const BlockMasks& masks) noexcept {
    std::uint64_t quotes = masks.quotes;
    if ((masks.backslashes | escape_carry) != 0) quotes &= ~escaped_bytes(masks.backslashes, escape_carry);
    const std::uint64_t inside = prefix_xor(quotes) ^ in_string;
    in_string = static_cast<std::uint64_t>(static_cast<std::int64_t>(inside) >> 63);
    const std::uint64_t opens = masks.opens & ~inside;
    const std::uint64_t closes = masks.closes & ~inside;
    if (depth == 0) return walk(opens, closes);
    const int closing = count_of(closes);
    if (depth <= closing) return walk(opens, closes);
    depth += count_of(opens) - closing;
    return -1;
  }

 private:
  int walk(std::uint64_t opens, std::uint64_t closes) noexcept {
    for (std::uint64_t both = opens | closes; both != 0; both &= both - 1) {
      const int at = std::countr_zero(both);
      depth += (opens >> at & 1) != 0 ? 1 : -1;
      if (depth <= 0) return at;
    }
    return -1;
  }
};

}  // namespace

const char* skip_container(const char* at, const char* end) noexcept {
  BracketCounter counter;
  for (; end - at >= 64; at += 64) {
    const int hit = counter.feed(masks_of(at));
    if (hit >= 0) return at + hit + 1;
  }
  char tail[64] = {};
  std::memcpy(tail, at, static_cast<std::size_t>(end - at));
  const int hit = counter.feed(masks_of(tail));
  return hit >= 0 ? at + hit + 1 : end;
}

}  // namespace jackfield::feel::json
