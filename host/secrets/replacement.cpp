#include "secrets/replacement.hpp"

#include <fmt/core.h>

#include "secrets/references.hpp"

namespace jackfield::secrets {
namespace {

template <typename References>
std::size_t count(std::string_view text) {
  std::size_t found = 0;
  for (References references(text); references.next();) ++found;
  return found;
}

Failure too_large() {
  return {Fault::InvalidInput, fmt::format("variables with secrets: expected at most {} MiB", kMostBytes >> 20)};
}

template <typename References>
Result<std::string> one_pass(std::string_view text, Substitutes& substitutes) {
  std::string out;
  out.reserve(text.size());
  std::size_t copied = 0;
  References references(text);
  while (const std::optional<Reference> found = references.next()) {
    Result<std::optional<std::string_view>> value = substitutes.find(found->name);
    if (!value) return std::move(value).failure();
    const std::string_view whole = text.substr(found->begin, found->end - found->begin);
    out.append(text.substr(copied, found->begin - copied)).append(value->value_or(whole));
    copied = found->end;
    if (out.size() > kMostBytes) return too_large();
  }
  out.append(text.substr(copied));
  if (out.size() > kMostBytes) return too_large();
  return out;
}

template <typename References>
Result<std::string> stage(std::string text, Substitutes& substitutes) {
  const std::size_t passes = count<References>(text);
  for (std::size_t pass = 0; pass < passes; ++pass) {
    Result<std::string> next = one_pass<References>(text, substitutes);
    if (!next || *next == text) return next;
    if (pass >= kMostPasses) {
      return Failure{Fault::InvalidInput, "secrets lead to each other without an end"};
    }
    text = *std::move(next);
  }
  return text;
}

}  // namespace

Result<std::string> replaced(std::string_view text, Substitutes& substitutes) {
  Result<std::string> unbraced = stage<BracedReferences>(std::string(text), substitutes);
  if (!unbraced) return unbraced;
  return stage<BareReferences>(*std::move(unbraced), substitutes);
}

}  // namespace jackfield::secrets
