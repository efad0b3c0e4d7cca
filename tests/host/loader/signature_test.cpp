#include "loader/signature.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

#include "loader/fixture_files.hpp"
#include "loader/sha256.hpp"

namespace jackfield::loader {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

// Keys and signatures made as the documents tell people to.
class SignatureTest : public ::testing::Test {
 protected:
  void SetUp() override {
    test::write_file(plugin, "the bytes of a plugin");
    make_key("ours");
    make_key("theirs");
    sign("ours");
  }

  void openssl(const std::string& arguments) const {
    const std::string command = "cd " + folder.path().string() + " && openssl " + arguments + " 2>/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }

  void make_key(const std::string& name) const {
    openssl("genpkey -algorithm ed25519 -out " + name + ".pem");
    openssl("pkey -in " + name + ".pem -pubout -out " + name + ".pub");
  }

  void sign(const std::string& name) const {
    openssl("pkeyutl -sign -inkey " + name + ".pem -rawin -in plugin.so -out plugin.so.sig");
  }

  std::string hash() const {
    const std::string content = test::content_of(plugin);
    Sha256 sum;
    sum.add(test::bytes_of(content));
    return std::move(sum).hex();
  }

  std::optional<std::string> objection(const SignatureSettings& settings) const {
    const Result<Signatures> signatures = Signatures::make(settings);
    EXPECT_TRUE(signatures) << signatures.failure().message;
    const std::string content = test::content_of(plugin);
    return signatures->objection(test::bytes_of(content), hash(), read_signature(plugin));
  }

  std::optional<std::string> objection_to_key(const std::string& name) const {
    return objection({SignaturePolicy::Require, {folder / (name + ".pub")}, {}});
  }

  std::string failure(const SignatureSettings& settings) const {
    const Result<Signatures> signatures = Signatures::make(settings);
    return signatures ? "none" : signatures.failure().message;
  }

  test::TemporaryFolder folder;
  const std::filesystem::path plugin = folder / "plugin.so";
};

TEST_F(SignatureTest, a_file_signed_with_our_key_is_trusted) {
  EXPECT_EQ(objection_to_key("ours"), std::nullopt);
  EXPECT_EQ(objection({SignaturePolicy::Require, {folder / "theirs.pub", folder / "ours.pub"}, {}}), std::nullopt);
}

TEST_F(SignatureTest, a_signature_of_another_key_is_not) {
  EXPECT_THAT(objection_to_key("theirs"), Optional(HasSubstr("made with another key, or for another file")));
}

TEST_F(SignatureTest, one_changed_byte_is_noticed) {
  test::write_file(plugin, "the bytes of a plugIn");
  EXPECT_THAT(objection_to_key("ours"), Optional(HasSubstr("for another file")));
}

TEST_F(SignatureTest, a_missing_signature_is_named) {
  std::filesystem::remove(signature_path(plugin));
  EXPECT_THAT(objection_to_key("ours"), Optional(HasSubstr("it is not signed")));
}

TEST_F(SignatureTest, a_signature_of_the_wrong_size_is_named) {
  test::write_file(signature_path(plugin), "short");
  EXPECT_THAT(objection_to_key("ours"), Optional(HasSubstr("has 5 bytes, expected 64")));
  test::write_file(signature_path(plugin), std::string(4096, 'x'));
  EXPECT_THAT(objection_to_key("ours"), Optional(HasSubstr("has too many bytes, expected 64")));
}

TEST_F(SignatureTest, a_hash_on_the_list_does_instead_of_a_signature) {
  std::filesystem::remove(signature_path(plugin));
  test::write_file(folder / "allowed", "# ours\n" + hash() + "  plugin.so\n");
  EXPECT_EQ(objection({SignaturePolicy::Require, {}, folder / "allowed"}), std::nullopt);
  test::write_file(folder / "allowed", std::string(64, '0') + "  plugin.so\n");
  EXPECT_THAT(objection({SignaturePolicy::Require, {}, folder / "allowed"}), Optional(HasSubstr("not on the list")));
}

TEST_F(SignatureTest, without_a_policy_everything_is_trusted) {
  EXPECT_EQ(objection({}), std::nullopt);
}

TEST_F(SignatureTest, keys_that_cannot_do_are_named_at_the_start) {
  EXPECT_THAT(failure({SignaturePolicy::Warn, {folder / "no such"}, {}}), HasSubstr("expected a public key in PEM"));
  openssl("genpkey -algorithm x25519 -out other.pem");
  openssl("pkey -in other.pem -pubout -out other.pub");
  EXPECT_THAT(failure({SignaturePolicy::Warn, {folder / "other.pub"}, {}}), HasSubstr("expected Ed25519, got X25519"));
  EXPECT_THAT(failure({SignaturePolicy::Warn, {}, {}}), HasSubstr("expected a key or a list of hashes, got neither"));
}

}  // namespace
}  // namespace jackfield::loader
