#include "isolation/codec.hpp"

namespace jackfield::isolation {
namespace {

constexpr std::uint64_t kAbsent = ~std::uint64_t{0};

}  // namespace

void Encoder::put_bytes(const void* at, std::size_t length) {
  if (at == nullptr) return put(kAbsent);
  put(static_cast<std::uint64_t>(length));
  bytes_.append(static_cast<const char*>(at), length);
}

void Encoder::put(const jf_kv* pairs, std::uint32_t count) {
  const std::uint32_t present = pairs == nullptr ? 0 : count;
  put(present);
  for (std::uint32_t i = 0; i < present; ++i) {
    put(pairs[i].key);
    put(pairs[i].value);
  }
}

std::string_view Decoder::take_bytes(std::size_t length) {
  if (length > rest_.size()) {
    is_good_ = false;
    rest_ = {};
    return {};
  }
  const std::string_view taken = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return taken;
}

void Decoder::take(jf_str& text) {
  text = {nullptr, 0};
  const auto length = take<std::uint64_t>();
  if (length == kAbsent || !is_good_) return;
  const std::string_view bytes = take_bytes(length);
  if (is_good_) text = {bytes.data() == nullptr ? "" : bytes.data(), bytes.size()};
}

void Decoder::take(jf_bytes& bytes) {
  jf_str text;
  take(text);
  bytes = {static_cast<const std::uint8_t*>(static_cast<const void*>(text.ptr)), text.len};
}

void Decoder::take(const jf_kv*& pairs, std::uint32_t& count) {
  constexpr std::size_t kLeast = 2 * sizeof(std::uint64_t);  // of a pair
  count = take<std::uint32_t>();
  if (count > rest_.size() / kLeast) is_good_ = false;
  if (!is_good_) count = 0;
  std::vector<jf_kv>& kept = pairs_.emplace_back(count);
  for (jf_kv& pair : kept) {
    take(pair.key);
    take(pair.value);
  }
  pairs = count == 0 ? nullptr : kept.data();
}

}  // namespace jackfield::isolation
