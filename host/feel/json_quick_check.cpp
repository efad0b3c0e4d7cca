#include <algorithm>
#include <cstring>

#include "base/utf8.hpp"
#include "feel/json_blocks.hpp"
#include "feel/json_scan.hpp"
#include "feel/json_window.hpp"

namespace jackfield::feel::json {
namespace {

constexpr std::uint64_t kOne = 1;

// Carries bits from block to block: `next` moves them on by a byte, `over` lets those that stand at the beginning of a
// run in `gaps` ripple to the first byte behind it.
struct Carried {
  std::uint64_t shifted = 0;
  std::uint64_t rippling = 0;

  std::uint64_t next(std::uint64_t bits) noexcept {
    const std::uint64_t out = bits << 1 | shifted;
    shifted = bits >> 63;
    return out;
  }
  std::uint64_t over(std::uint64_t starts, std::uint64_t gaps) noexcept {
    std::uint64_t sum = 0;
    rippling = __builtin_add_overflow(starts | rippling, gaps, &sum) ? 1 : 0;
    return sum & ~gaps;
  }
  // What follows these tokens behind the blanks.
  std::uint64_t behind(std::uint64_t tokens, std::uint64_t blanks) noexcept { return over(next(tokens), blanks); }
};

bool is_digit(char c) noexcept {
  return static_cast<unsigned char>(c - '0') < 10;
}

bool is_hex(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

const char* skip_digits(const char* at, const char* end) noexcept {
  while (at != end && is_digit(*at)) ++at;
  return at;
}

// Behind the number, null where there is none.
const char* number_end(const char* at, const char* end) noexcept {
  if (*at == '-') ++at;
  const char* first = at;
  at = skip_digits(at, end);
  if (at == first || (*first == '0' && at - first > 1)) return nullptr;
  if (at != end && *at == '.') {
    first = ++at;
    at = skip_digits(at, end);
    if (at == first) return nullptr;
  }
  if (at == end || (*at != 'e' && *at != 'E')) return at;
  ++at;
  if (at != end && (*at == '+' || *at == '-')) ++at;
  first = at;
  at = skip_digits(at, end);
  return at == first ? nullptr : at;
}

bool is_scalar(const char* at, const char* end) noexcept {
  const auto is_word = [&](std::string_view word) {
    if (static_cast<std::size_t>(end - at) < word.size() || std::memcmp(at, word.data(), word.size()) != 0)
      return false;
    at += word.size();
    return true;
  };
  if (*at == 't' || *at == 'f' || *at == 'n') {
    if (!is_word("true") && !is_word("false") && !is_word("null")) return false;
  } else {
    at = number_end(at, end);
  }
  return at != nullptr && (at == end || is_scalar_end(*at));
}

// One pass over a list or object, 64 bytes at a time. Every rule of the grammar says what may follow a kind of token;
// each is a line of bit arithmetic, and only brackets, scalars and rarities are looked at one by one.
class QuickCheck {
 public:
  explicit QuickCheck(DocumentCell& document)
      : begin_(document.text.data()),
        end_(document.end()),
        large_(document.large),
        least_(static_cast<std::uint32_t>(std::max<std::size_t>(kLeastLarge, document.text.size() / 512))),
        remembers_(document.text.size() >= kWorthRemembering) {
    is_object_[0] = false;
  }

  bool run() {
    const char* at = skip_blanks(begin_, end_);
    if (at == end_ || (*at != '{' && *at != '[')) return false;
    for (; end_ - at >= Block::kSize; at += Block::kSize) {
      if (!block(Block(at), at)) return false;
    }
    char tail[Block::kSize];
    std::memset(tail, ' ', sizeof tail);
    std::memcpy(tail, at, static_cast<std::size_t>(end_ - at));
    return block(Block(tail), at) && is_closed_ && !strings_.is_open();
  }

 private:
  static constexpr std::size_t kLeastLarge = 64;
  static constexpr std::size_t kWorthRemembering = 512;

  // The tokens of a block by their first bytes.
  struct Tokens {
    std::uint64_t opening_quotes;
    std::uint64_t closing_quotes;
    std::uint64_t opens;
    std::uint64_t closes;
    std::uint64_t commas;
    std::uint64_t colons;
    std::uint64_t scalars;
    std::uint64_t behind_scalars;
    std::uint64_t in_scalars;  // all bytes of scalars that begin in this block
    std::uint64_t blanks;
  };

  bool block(const Block& block, const char* at) {
    const std::uint64_t inside = strings_.inside(block);
    const std::uint64_t controls = block.controls();
    if ((controls & inside) != 0) return false;
    const Tokens tokens = tokens_of(block, inside, controls);
    return brackets(tokens, at) && grammar(tokens, inside) && scalars(block, tokens, at) &&
           escapes(strings_.escaped() & inside, at) &&
           (!block.has_beyond_ascii() || characters(block.beyond_ascii(), at));
  }

  Tokens tokens_of(const Block& block, std::uint64_t inside, std::uint64_t controls) {
    Tokens out{};
    out.opening_quotes = strings_.quotes() & inside;
    out.closing_quotes = strings_.quotes() & ~inside;
    const std::uint64_t outside = ~(inside | out.closing_quotes);
    out.blanks = block.equal(' ') & outside;
    if (controls != 0) out.blanks |= (block.equal('\n') | block.equal('\r') | block.equal('\t')) & outside;
    out.opens = block.brace_or_bracket('{') & outside;
    out.closes = block.brace_or_bracket('}') & outside;
    out.commas = block.equal(',') & outside;
    out.colons = block.equal(':') & outside;
    const std::uint64_t scalars = outside & ~(out.blanks | out.opens | out.closes | out.commas | out.colons);
    out.in_scalars = scalars & (scalars + behind_scalar_.shifted);
    const std::uint64_t after = behind_scalar_.next(scalars);
    out.scalars = scalars & ~after;
    out.behind_scalars = after & ~scalars;
    return out;
  }

  // Opens and closes containers; finds out which commas are in objects, and which brackets open one.
  bool brackets(const Tokens& tokens, const char* at) {
    entry_starts_ = 0;
    if (is_closed_) return all(tokens) == 0;
    std::uint64_t in_object = is_object_[depth_] ? ~std::uint64_t{0} : 0;
    std::uint64_t braces = 0;
    for (std::uint64_t rest = tokens.opens | tokens.closes; rest != 0; rest &= rest - 1) {
      const int i = std::countr_zero(rest);
      const bool opens = (tokens.opens >> i & 1) != 0;
      const bool was_object = is_object_[depth_];
      if (opens ? !open(at + i) : !close(at + i)) return false;
      const bool is_object = is_object_[depth_];
      braces |= std::uint64_t{opens && is_object} << i;
      in_object ^= is_object != was_object ? ~kOne << i : 0;
      if (depth_ > 0) continue;
      is_closed_ = true;
      if ((all(tokens) & (~kOne << i)) != 0) return false;
      break;
    }
    entry_starts_ = (tokens.commas & in_object) | braces;
    return true;
  }

  static std::uint64_t all(const Tokens& it) {
    return it.opening_quotes | it.opens | it.closes | it.commas | it.colons | it.scalars;
  }

  bool open(const char* at) {
    if (depth_ == kMaxDepth) return false;
    is_object_[++depth_] = *at == '{';
    if (!remembers_) return true;
    places_[depth_] = static_cast<std::uint32_t>(large_.size());
    large_.push_back({static_cast<std::uint32_t>(at - begin_), 0});
    return true;
  }

  // What is nested in a small container is small, so that a small one is always the last.
  bool close(const char* at) {
    if (is_object_[depth_] != (*at == '}')) return false;
    const std::uint32_t place = places_[depth_--];
    if (!remembers_) return true;
    Extent& it = large_[place];
    it.end = static_cast<std::uint32_t>(at + 1 - begin_);
    if (it.end - it.start < least_) large_.pop_back();
    return true;
  }

  // What may follow what. Every token but the first follows exactly one other, so that values need no rule of their
  // own.
  bool grammar(const Tokens& it, std::uint64_t inside) {
    const std::uint64_t keys = behind_entry_start_.behind(entry_starts_, it.blanks) & ~it.closes;
    const std::uint64_t key_ends = key_.over(keys, inside);
    const std::uint64_t behind_keys = behind_key_.behind(key_ends, it.blanks);
    const std::uint64_t behind_opens = behind_open_.behind(it.opens, it.blanks);
    const std::uint64_t ends = behind_end_.next((it.closing_quotes & ~key_ends) | it.closes) | it.behind_scalars;
    const std::uint64_t behind_ends = behind_end_.over(ends, it.blanks);

    const bool keys_are_strings = (keys & ~it.opening_quotes) == 0;
    const bool colons_follow_keys = behind_keys == it.colons;
    const bool commas_follow_values = (it.commas & ~behind_ends) == 0;
    const bool closes_follow_values = (it.closes & ~(behind_ends | behind_opens)) == 0;
    const bool values_end = (behind_ends & ~(it.commas | it.closes)) == 0;
    return keys_are_strings && colons_follow_keys && commas_follow_values && closes_follow_values && values_end;
  }

  // Numbers of digits with at most one point are checked all at once, others one by one; so is one that may go on in
  // the next block.
  bool scalars(const Block& block, const Tokens& tokens, const char* at) const {
    if (tokens.scalars == 0) return true;
    std::uint64_t whole = tokens.in_scalars;
    std::uint64_t single = 0;
    if (whole >> 63 != 0) {
      single = std::bit_floor(tokens.scalars);
      whole &= single - 1;
    }
    const std::uint64_t digits = block.digits() & whole;
    const std::uint64_t points = whole & ~digits;
    if ((points & ~block.equal('.')) != 0) return each_scalar(tokens.scalars, at);
    const std::uint64_t leading_zeros = block.equal('0') & tokens.scalars;
    const std::uint64_t behind_fractions = ((points << 1) + digits) & ~digits;
    const bool has_zeros = ((leading_zeros << 1) & digits) != 0;
    const bool has_bare_point = (points & tokens.scalars) != 0 || ((points << 1) & ~digits) != 0;
    return !has_zeros && !has_bare_point && (behind_fractions & points) == 0 && each_scalar(single, at);
  }

  bool each_scalar(std::uint64_t starts, const char* at) const {
    for (; starts != 0; starts &= starts - 1) {
      if (!is_scalar(at + std::countr_zero(starts), end_)) return false;
    }
    return true;
  }

  bool escapes(std::uint64_t escaped, const char* at) const {
    for (; escaped != 0; escaped &= escaped - 1) {
      const char* c = at + std::countr_zero(escaped);
      if (*c == 'u') {
        if (end_ - c < 5 || !std::all_of(c + 1, c + 5, is_hex)) return false;
      } else if (std::string_view("\"\\/bfnrt").find(*c) == std::string_view::npos) {
        return false;
      }
    }
    return true;
  }

  // Runs of bytes beyond ASCII, each checked as a whole.
  bool characters(std::uint64_t wide, const char* at) {
    while (wide != 0) {
      const char* first = at + std::countr_zero(wide);
      wide &= wide - 1;
      if (first < wide_end_) continue;
      wide_end_ = std::find_if(first, end_, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
      if (!is_utf8({first, static_cast<std::size_t>(wide_end_ - first)})) return false;
    }
    return true;
  }

  const char* begin_;
  const char* end_;
  std::vector<Extent>& large_;
  std::uint32_t least_;
  bool remembers_;

  StringMask strings_;
  Carried behind_scalar_;
  Carried behind_open_;
  Carried behind_entry_start_;
  Carried key_;
  Carried behind_key_;
  Carried behind_end_;
  const char* wide_end_ = nullptr;  // so far characters are checked

  std::uint64_t entry_starts_ = 0;  // of the block at hand: behind these an object's next key stands, or its end

  bool is_closed_ = false;
  int depth_ = 0;
  // Of the open containers, from 1 on; nothing stands outside.
  bool is_object_[kMaxDepth + 1];
  std::uint32_t places_[kMaxDepth + 1];  // in `large_`
};

}  // namespace

bool quick_check(DocumentCell& document) {
  if (QuickCheck(document).run()) return true;
  document.large.clear();
  return false;
}

}  // namespace jackfield::feel::json
