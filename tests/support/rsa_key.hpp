#pragma once

// A fresh RSA key, in the forms in which keys are handed around, that checks what was signed with it.

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

namespace jackfield::test {

class RsaKey {
 public:
  RsaKey() : key_(EVP_RSA_gen(2048), &EVP_PKEY_free) {}

  std::string pem() const {  // PKCS#8
    return written(
        [this](BIO* to) { PEM_write_bio_PKCS8PrivateKey(to, key_.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  }
  std::string pkcs1_pem() const {
    return written([this](BIO* to) {
      PEM_write_bio_PrivateKey_traditional(to, key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
  }
  std::string der() const {
    return written([this](BIO* to) { i2d_PKCS8PrivateKey_bio(to, key_.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  }

  // RS256.
  bool has_signed(std::string_view text, std::string_view signature) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> check(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const auto bytes = [](std::string_view it) { return reinterpret_cast<const unsigned char*>(it.data()); };
    return EVP_DigestVerifyInit(check.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
           EVP_DigestVerify(check.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
  }

 private:
  template <typename Write>
  static std::string written(Write write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), &BIO_free);
    write(memory.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
  }

  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

}  // namespace jackfield::test
