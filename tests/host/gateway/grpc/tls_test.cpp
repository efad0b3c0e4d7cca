#include "gateway/grpc/tls.hpp"

#include <filesystem>
#include <fstream>

#include "grpc/gateway_fixture.hpp"
#include "support/test_authority.hpp"

namespace jackfield::gateway {
namespace {

using test::Certificate;
using test::file_text;
using test::ScriptedGateway;
using test::TestAuthority;
using testing::HasSubstr;

// One authority, a gateway and a client for all tests: making certificates takes longest.
class TlsTest : public GatewayFixture {
 protected:
  static void SetUpTestSuite() {
    std::string name = (std::filesystem::temp_directory_path() / "jackfield-tls-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    authority_ = new TestAuthority(folder_, "ca");
    other_authority_ = new TestAuthority(folder_, "other-ca");
    server_ = authority_->issue("server", "DNS:zeebe.test");
    client_ = authority_->issue("client", "DNS:worker.test");
    strange_client_ = other_authority_->issue("strange-client", "DNS:worker.test");
  }
  static void TearDownTestSuite() {
    std::filesystem::remove_all(folder_);
    delete std::exchange(authority_, nullptr);
    delete std::exchange(other_authority_, nullptr);
  }

  static ScriptedGateway::Options options(const Certificate& certificate, const std::string& client_authorities = "") {
    return {.certificate = certificate.certificate_text(),
            .private_key = certificate.key_text(),
            .client_authorities = client_authorities};
  }

  static Settings settings_for(const ScriptedGateway& secure) {
    return {.address = secure.address(), .ca_file = authority_->file(), .authority = "zeebe.test"};
  }
  static Settings settings_for(const ScriptedGateway& secure, const Certificate& ours) {
    Settings settings = settings_for(secure);
    settings.certificate_file = ours.certificate;
    settings.key_file = ours.key;
    return settings;
  }

  std::string refusal_of(const Settings& settings) {
    const auto refused = connect(settings, system_clock(), log::Logger{}, registry_);
    return refused ? "connected" : refused.failure().message;
  }

  inline static std::filesystem::path folder_;
  inline static TestAuthority* authority_ = nullptr;
  inline static TestAuthority* other_authority_ = nullptr;
  inline static Certificate server_, client_, strange_client_;
};

TEST_F(TlsTest, trusts_the_authority_it_was_given) {
  ScriptedGateway secure(options(server_));
  EXPECT_EQ(fault_of_complete(*connected(settings_for(secure))), "ok");
}

TEST_F(TlsTest, trusts_nobody_else) {
  ScriptedGateway secure(options(server_));
  Settings settings = settings_for(secure);
  settings.ca_file.clear();
  EXPECT_EQ(fault_of_complete(*connected(settings)), "unavailable");
  settings.ca_file = other_authority_->file();
  EXPECT_EQ(fault_of_complete(*connected(settings)), "unavailable");
}

TEST_F(TlsTest, wants_the_name_in_the_certificate) {
  ScriptedGateway secure(options(server_));
  Settings settings = settings_for(secure);
  settings.authority.clear();
  EXPECT_EQ(fault_of_complete(*connected(settings)), "unavailable");
}

TEST_F(TlsTest, shows_its_own_certificate_to_a_gateway_that_wants_one) {
  ScriptedGateway secure(options(server_, authority_->text()));
  EXPECT_EQ(fault_of_complete(*connected(settings_for(secure, client_))), "ok");
}

TEST_F(TlsTest, is_not_let_in_without_the_certificate_that_is_wanted) {
  ScriptedGateway secure(options(server_, authority_->text()));
  EXPECT_EQ(fault_of_complete(*connected(settings_for(secure))), "unavailable");
  EXPECT_EQ(fault_of_complete(*connected(settings_for(secure, strange_client_))), "unavailable");
}

TEST_F(TlsTest, takes_up_files_that_were_replaced) {
  const auto copy = [](const std::filesystem::path& from, const char* to) {
    std::filesystem::copy_file(from, folder_ / to, std::filesystem::copy_options::overwrite_existing);
    return folder_ / to;
  };
  const Certificate ours{copy(strange_client_.certificate, "ours.pem"), copy(strange_client_.key, "ours.key")};
  ScriptedGateway secure(options(server_, authority_->text()));
  Settings settings = settings_for(secure, ours);
  settings.ca_file = copy(other_authority_->file(), "trusted.pem");
  const auto gateway = connected(settings);
  ASSERT_EQ(fault_of_complete(*gateway), "unavailable");

  copy(client_.certificate, "ours.pem");
  copy(client_.key, "ours.key");
  copy(authority_->file(), "trusted.pem");

  EXPECT_TRUE(completes_in_the_end(*gateway));
}

TEST_F(TlsTest, says_which_file_it_cannot_use) {
  EXPECT_THAT(refusal_of({.address = "https://zeebe", .ca_file = "/nowhere/ca.pem"}), HasSubstr("/nowhere/ca.pem"));
  EXPECT_THAT(refusal_of({.address = "https://zeebe", .ca_file = client_.key}), HasSubstr("client.key"));
  EXPECT_THAT(
      refusal_of({.address = "https://zeebe", .certificate_file = client_.certificate, .key_file = "/nowhere/key"}),
      HasSubstr("/nowhere/key"));
  std::ofstream(folder_ / "locked.key") << "-----BEGIN ENCRYPTED PRIVATE KEY-----\n";
  EXPECT_THAT(
      refusal_of(
          {.address = "https://zeebe", .certificate_file = client_.certificate, .key_file = folder_ / "locked.key"}),
      HasSubstr("not encrypted"));
}

TEST_F(TlsTest, refuses_half_a_certificate_and_one_that_nobody_would_see) {
  EXPECT_THAT(refusal_of({.address = "https://zeebe", .certificate_file = client_.certificate}), HasSubstr("its key"));
  EXPECT_THAT(refusal_of({.address = "http://zeebe", .certificate_file = client_.certificate, .key_file = client_.key}),
              HasSubstr("https://"));
}

}  // namespace
}  // namespace jackfield::gateway
