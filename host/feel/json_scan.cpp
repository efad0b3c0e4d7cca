#include "feel/json_scan.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

#include "feel/json_blocks.hpp"

namespace jackfield::feel::json {
namespace {

// Without the instruction, which not every processor of the architecture has.
int count_of(std::uint64_t bits) noexcept {
  if (bits == 0) return 0;
  bits -= bits >> 1 & 0x5555555555555555U;
  bits = (bits & 0x3333333333333333U) + (bits >> 2 & 0x3333333333333333U);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0FU;
  return static_cast<int>(bits * 0x0101010101010101U >> 56);
}

// Walks blocks and knows which brackets stand outside strings.
struct BracketCounter {
  StringMask strings;
  std::int64_t depth = 0;

  // Bit position behind which the depth is zero, or -1.
  int feed(const Block& block) noexcept {
    const std::uint64_t inside = strings.inside(block);
    const std::uint64_t opens = block.brace_or_bracket('{') & ~inside;
    const std::uint64_t closes = block.brace_or_bracket('}') & ~inside;
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
    const int hit = counter.feed(Block(at));
    if (hit >= 0) return at + hit + 1;
  }
  char tail[64] = {};
  std::memcpy(tail, at, static_cast<std::size_t>(end - at));
  const int hit = counter.feed(Block(tail));
  return hit >= 0 ? at + hit + 1 : end;
}

}  // namespace jackfield::feel::json
