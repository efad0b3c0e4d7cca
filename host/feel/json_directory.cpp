#include "feel/json_directory.hpp"

#include <bit>

#include "feel/json_blocks.hpp"
#include "feel/json_walker.hpp"

namespace jackfield::feel::json {
namespace {

// Keys are short and mostly differ in the first byte.
bool is_same(const char* a, const char* b, std::size_t size) noexcept {
  std::size_t i = 0;
  while (i < size && a[i] == b[i]) ++i;
  return i == size;
}

}  // namespace

bool Directory::fill(const DocumentCell& document, const char* object) {
  document_ = 0;
  size_ = 0;
  if (!list_short(document.end(), object) && !list_any(document, object)) return false;
  document_ = document.id;
  object_ = object;
  return true;
}

// Objects of one block with nothing nested, no blanks and no escapes: where a byte is follows from its bit, without
// waiting for the one before.
bool Directory::list_short(const char* end, const char* object) noexcept {
  if (end - object < Block::kSize) return false;
  const Block block(object);
  StringMask strings;
  const std::uint64_t outside = ~strings.inside(block);
  const std::uint64_t closes = block.brace_or_bracket('}') & outside;
  const std::uint64_t before_end = (closes - 1) & ~closes;
  const std::uint64_t opens = block.brace_or_bracket('{') & outside & before_end;
  if (closes == 0 || (opens & (opens - 1)) != 0 || (strings.backslashes() & before_end) != 0) return false;
  std::size_t size = 0;
  for (std::uint64_t colons = block.equal(':') & outside & before_end; colons != 0; colons &= colons - 1) {
    const int colon = std::countr_zero(colons);
    const char* value = object + colon + 1;
    if (size == kMaxEntries || colon < 3 || value[-2] != '"' || *value <= ' ') return false;
    const std::uint64_t quotes_before = strings.quotes() & ((std::uint64_t{1} << (colon - 1)) - 1);
    const char* key = object + std::bit_width(quotes_before);
    entries_[size++] = {between(key, value - 2), value};
  }
  size_ = size;
  end_ = object + std::countr_zero(closes) + 1;
  return true;
}

bool Directory::list_any(const DocumentCell& document, const char* object) {
  const char* end = document.end();
  for (const char* at = skip_blanks(object + 1, end); at != end; at = skip_blanks(at, end)) {
    if (*at == '}') return end_ = at + 1, true;
    if (*at != '"' || size_ == kMaxEntries) return false;
    const char* quote = find_quote_or_backslash(at + 1, end);
    if (quote == end || *quote != '"') return false;
    const char* colon = skip_blanks(quote + 1, end);
    if (colon == end || *colon != ':') return false;
    const char* value = skip_blanks(colon + 1, end);
    entries_[size_++] = {between(at + 1, quote), value};
    at = behind(document, value);
    if (at == value) return false;
    at = skip_blanks(at, end);
    if (at != end && *at == ',') ++at;
  }
  return false;
}

const char* Directory::find(std::string_view key) const noexcept {
  for (std::size_t i = size_; i > 0; --i) {
    const std::string_view candidate = entries_[i - 1].key;
    if (candidate.size() == key.size() && is_same(candidate.data(), key.data(), key.size()))
      return entries_[i - 1].value;
  }
  return nullptr;
}

WalkedList& last_walked_list() noexcept {
  static thread_local constinit WalkedList last;
  return last;
}

Directory& directory_for(const char* object) noexcept {
  constexpr std::size_t kKept = 8;
  static thread_local constinit std::array<Directory, kKept> kept;
  const auto address = reinterpret_cast<std::uintptr_t>(object);
  return kept[(address ^ address >> 5) % kKept];
}

}  // namespace jackfield::feel::json
