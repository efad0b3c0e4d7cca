#include "net/rs256.hpp"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace jackfield::net {
namespace {

template <typename T, void (*Release)(T*)>
struct Free {
  void operator()(T* it) const noexcept { Release(it); }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY, &EVP_PKEY_free>>;
using Signing = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX, &EVP_MD_CTX_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Result<std::string> rs256_signature(std::string_view text, std::string_view private_key) {
  const unsigned char* der = bytes_of(private_key);
  const Key key(d2i_AutoPrivateKey(nullptr, &der, static_cast<long>(private_key.size())));
  if (key == nullptr || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) {
    return Failure{Fault::InvalidInput, "the private key is no RSA key"};
  }
  const Signing signing(EVP_MD_CTX_new());
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key.get())), '\0');
  std::size_t size = signature.size();
  const bool is_signed = EVP_DigestSignInit(signing.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
                         EVP_DigestSign(signing.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                                        bytes_of(text), text.size()) == 1;
  if (!is_signed) return Failure{Fault::InvalidInput, "the private key cannot sign"};
  signature.resize(size);
  return signature;
}

}  // namespace jackfield::net
