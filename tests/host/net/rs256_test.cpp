#include "net/rs256.hpp"

#include <gtest/gtest.h>

#include "support/rsa_key.hpp"

namespace jackfield::net {
namespace {

TEST(Rs256, signs_so_that_the_public_key_agrees) {
  const test::RsaKey key;
  Result<std::string> signature = rs256_signature("text", key.der());
  ASSERT_TRUE(signature);
  EXPECT_TRUE(key.has_signed("text", *signature));
  EXPECT_FALSE(key.has_signed("another text", *signature));
}

TEST(Rs256, needs_an_rsa_key) {
  EXPECT_EQ(rs256_signature("text", "no key").failure().fault, Fault::InvalidInput);
  EXPECT_EQ(rs256_signature("text", "").failure().message, "the private key is no RSA key");
}

}  // namespace
}  // namespace jackfield::net
