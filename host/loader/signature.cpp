#include "loader/signature.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <cctype>
#include <fstream>

namespace jackfield::loader {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kHashDigits = 64;

const unsigned char* bytes_of(const void* data) {
  return static_cast<const unsigned char*>(data);
}

bool is_listed(const fs::path& list, const std::string& sha256) {
  std::ifstream file(list);
  for (std::string line; std::getline(file, line);) {
    std::string hash = line.substr(0, kHashDigits);
    std::transform(hash.begin(), hash.end(), hash.begin(),
                   [](unsigned char digit) { return static_cast<char>(std::tolower(digit)); });
    if (hash == sha256) return true;
  }
  return false;
}

}  // namespace

struct Signatures::Key {
  explicit Key(EVP_PKEY* the_key) : key(the_key) {}
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() { EVP_PKEY_free(key); }

  bool has_signed(std::span<const std::byte> file, const std::string& signature) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), bytes_of(signature.data()), signature.size(), bytes_of(file.data()),
                            file.size()) == 1;
  }

  EVP_PKEY* const key;
};

Result<Signatures> Signatures::make(const SignatureSettings& settings) {
  Signatures made;
  made.policy_ = settings.policy;
  if (settings.policy == SignaturePolicy::Off) return made;
  if (settings.keys.empty() && settings.allowed_hashes.empty()) {
    return Failure{Fault::InvalidInput, "plugin signatures: expected a key or a list of hashes, got neither"};
  }
  made.allowed_hashes_ = settings.allowed_hashes;
  for (const fs::path& file : settings.keys) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> source(BIO_new_file(file.c_str(), "r"), &BIO_free);
    EVP_PKEY* const key = source ? PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr) : nullptr;
    if (key == nullptr) {
      return Failure{Fault::InvalidInput,
                     fmt::format("plugin signatures: key {}: expected a public key in PEM", file.string())};
    }
    made.keys_.push_back(std::make_shared<const Key>(key));
    if (EVP_PKEY_id(key) == EVP_PKEY_ED25519) continue;
    return Failure{Fault::InvalidInput, fmt::format("plugin signatures: key {}: expected Ed25519, got {}",
                                                    file.string(), OBJ_nid2sn(EVP_PKEY_id(key)))};
  }
  return made;
}

std::optional<std::string> Signatures::objection(std::span<const std::byte> file, const std::string& sha256,
                                                 const std::string& signature) const {
  if (policy_ == SignaturePolicy::Off) return std::nullopt;
  if (!allowed_hashes_.empty() && is_listed(allowed_hashes_, sha256)) return std::nullopt;
  if (keys_.empty()) return "its hash is not on the list of those that are allowed";
  if (signature.empty()) return "it is not signed, expected a file with the ending .sig beside it";
  if (signature.size() != kSignatureBytes) {
    return fmt::format("its signature has {} bytes, expected {}",
                       signature.size() > kSignatureBytes ? "too many" : std::to_string(signature.size()),
                       kSignatureBytes);
  }
  const bool is_signed =
      std::any_of(keys_.begin(), keys_.end(), [&](const auto& key) { return key->has_signed(file, signature); });
  if (is_signed) return std::nullopt;
  return "its signature was made with another key, or for another file";
}

fs::path signature_path(const fs::path& file) {
  fs::path path = file;
  path += ".sig";
  return path;
}

std::string read_signature(const fs::path& file) {
  std::string bytes(kSignatureBytes + 1, '\0');
  std::ifstream in(signature_path(file), std::ios::binary);
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  return bytes;
}

}  // namespace jackfield::loader
