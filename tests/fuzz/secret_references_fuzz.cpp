// Two lines with values of A and B, then a text. What is found is compared with a plain reading of the rules, and
// replacing must end.

#include <cstdlib>
#include <optional>

#include "base/utf8.hpp"
#include "secrets/references.hpp"
#include "secrets/secrets.hpp"
#include "support/fake_secrets.hpp"

namespace {

using namespace jackfield;
using secrets::Reference;

std::string_view take_line(std::string_view& input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view line = input.substr(0, end);
  input.remove_prefix(std::min(end + 1, input.size()));
  return line;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\v' || c == '\f' || c == '\r';
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::size_t after_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

// {{ blanks secrets. name blanks }} from here; where it ends.
std::optional<std::size_t> braced_end(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "{{") return std::nullopt;
  at = after_blanks(text, at + 2);
  if (text.substr(at, 8) != "secrets.") return std::nullopt;
  at += 8;
  const std::size_t name = at;
  for (; at < text.size() && !is_blank(text[at]); ++at) {
    if (at > name && text.substr(at, 2) == "}}") return at + 2;
  }
  if (at == name) return std::nullopt;
  at = after_blanks(text, at);
  return text.substr(at, 2) == "}}" ? std::optional<std::size_t>(at + 2) : std::nullopt;
}

std::optional<std::size_t> bare_end(std::string_view text, std::size_t at) {
  if (text.substr(at, 8) != "secrets.") return std::nullopt;
  at += 8;
  std::optional<std::size_t> end;
  while (true) {
    const std::size_t word = at;
    while (at < text.size() && is_word(text[at])) ++at;
    if (at == word) return end;
    end = at;
    if (at == text.size() || std::string_view("/._-").find(text[at]) == std::string_view::npos) return end;
    ++at;
  }
}

template <typename References>
void compare(std::string_view text, std::optional<std::size_t> (*end_of)(std::string_view, std::size_t)) {
  References references(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::optional<std::size_t> end = end_of(text, at);
    if (!end) {
      ++at;
      continue;
    }
    const std::optional<Reference> found = references.next();
    if (!found || found->begin != at || found->end != *end) std::abort();
    at = *end;
  }
  if (references.next()) std::abort();
}

// At most one reference per value, or the text grows too fast for a fuzzer's patience.
std::string tame(std::string_view value) {
  const std::size_t first = value.find("secrets.");
  const std::size_t second = first == std::string_view::npos ? first : value.find("secrets.", first + 1);
  return std::string(value.substr(0, second));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string repaired = repaired_utf8({reinterpret_cast<const char*>(data), size});
  std::string_view input = repaired;
  const std::string a = tame(take_line(input));
  const std::string b = tame(take_line(input));
  compare<secrets::BracedReferences>(input, &braced_end);
  compare<secrets::BareReferences>(input, &bare_end);

  const secrets::Secrets all(test::chain_of({{"A", a}, {"B", b}}));
  all.replace(input, {}).ignore("only its safety matters here");
  all.replace(input, {}, secrets::AllowList({"A"})).ignore("only its safety matters here");
  all.masker(input, {}).ignore("only its safety matters here");
  return 0;
}
