#include "gateway/secret_source.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>

namespace jackfield::gateway {
namespace {

constexpr std::size_t kMostBytes = 64U << 10;

}  // namespace

Result<SecretText> SecretSource::read() const {
  if (file.empty()) return text;
  std::ifstream in(file, std::ios::binary);
  std::string content(kMostBytes, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<std::size_t>(in.gcount()));
  while (content.ends_with('\n') || content.ends_with('\r')) content.pop_back();
  if (!content.empty()) return SecretText(std::move(content));
  return Failure{Fault::InvalidInput, fmt::format("file \"{}\": expected a readable file that holds a secret", file)};
}

}  // namespace jackfield::gateway
