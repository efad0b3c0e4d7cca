#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "config/document.hpp"

namespace jackfield::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<Key> kTable{
    {.name = "gateway.address",
     .argument = "--gateway",
     .placeholder = "ADDRESS",
     .fallback = "localhost:26500",
     .help = "",
     .properties = {"camunda.client.grpc-address"},
     .old_names = {"zeebe.client.broker.gateway-address"}},
    {.name = "worker.tenants",
     .argument = "",
     .placeholder = "ID",
     .fallback = "<default>",
     .help = "",
     .properties = {"camunda.client.worker.defaults.tenant-ids"},
     .is_list = true},
    {.name = "limits.types.<type>.max-jobs-active",
     .argument = "",
     .placeholder = "N",
     .fallback = "",
     .help = "",
     .properties = {"camunda.client.worker.override.<type>.max-jobs-active"}},
    {.name = "token", .argument = "", .placeholder = "TEXT", .fallback = "", .help = "", .is_secret = true},
};

// Settings as people have them for the Java runtime, and as they have them for us.
class SettingsFileTest : public testing::Test {
 protected:
  SettingsFileTest() { std::filesystem::create_directories(folder / "config"); }
  ~SettingsFileTest() override { std::filesystem::remove_all(folder); }

  std::filesystem::path write(const std::string& name, std::string_view text) {
    std::ofstream(folder / name) << text;
    return folder / name;
  }

  Document document() {
    Result<Document> read_document = read(sources);
    EXPECT_TRUE(read_document) << read_document.failure().message;
    return *std::move(read_document);
  }
  std::string failure() { return read(sources).failure().message; }

  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("jackfield-config-" + std::to_string(::getpid()));
  Sources sources{.table = kTable, .arguments = {}, .environment = {}};
};

TEST_F(SettingsFileTest, takes_an_application_yaml) {
  sources.files = {write("application.yaml", R"(
spring:
  application: {name: connectors}
camunda:
  client:
    grpcAddress: http://zeebe:26500
    worker:
      defaults:
        tenant-ids: [a, b]
      override:
        "[io.camunda:http-json:1]":
          max-jobs-active: 5
)")};
  const Document read_document = document();
  EXPECT_EQ(read_document.at("gateway.address").text(), "http://zeebe:26500");
  EXPECT_THAT(read_document.at("gateway.address").origin, HasSubstr("application.yaml:6"));
  EXPECT_THAT(read_document.at("worker.tenants").texts, ElementsAre("a", "b"));
  EXPECT_EQ(read_document.members("limits.types.<type>.max-jobs-active").at("IO_CAMUNDA_HTTP_JSON_1").text(), "5");
  ASSERT_EQ(read_document.notes().size(), 1u);
  EXPECT_THAT(read_document.notes()[0].text, HasSubstr("\"spring.application.name\" means nothing here"));
}

TEST_F(SettingsFileTest, takes_application_properties) {
  sources.files = {write("application.properties",
                         "# a comment\n! another\n\ncamunda.client.grpc-address: http\\://zeebe:\\\n  26500\n"
                         "camunda.client.worker.defaults.tenant-ids[0]=a\n"
                         "camunda.client.worker.defaults.tenant-ids[1] = b\n")};
  const Document read_document = document();
  EXPECT_EQ(read_document.at("gateway.address").text(), "http://zeebe:26500");
  EXPECT_THAT(read_document.at("worker.tenants").texts, ElementsAre("a", "b"));
}

TEST_F(SettingsFileTest, names_the_new_name_of_an_old_one) {
  sources.environment = {{"ZEEBE_CLIENT_BROKER_GATEWAY-ADDRESS", "zeebe:26500"}};
  const Document read_document = document();
  EXPECT_EQ(read_document.at("gateway.address").text(), "zeebe:26500");
  ASSERT_EQ(read_document.notes().size(), 1u);
  EXPECT_EQ(read_document.notes()[0].kind, Note::Kind::OldName);
  EXPECT_EQ(read_document.notes()[0].text,
            "environment variable \"ZEEBE_CLIENT_BROKER_GATEWAY-ADDRESS\" is an old name of "
            "\"camunda.client.grpc-address\"");
}

TEST_F(SettingsFileTest, suggests_what_a_variable_of_the_java_runtime_may_mean) {
  sources.environment = {{"CAMUNDA_CLIENT_GRPC_ADRESS", "zeebe:26500"}, {"PATH", "/bin"}};
  const Document read_document = document();
  ASSERT_EQ(read_document.notes().size(), 1u);
  EXPECT_EQ(read_document.notes()[0].text,
            "environment variable \"CAMUNDA_CLIENT_GRPC_ADRESS\" means nothing here (did you mean "
            "\"CAMUNDA_CLIENT_GRPC_ADDRESS\"?)");
}

TEST_F(SettingsFileTest, takes_properties_as_arguments_too) {
  sources.arguments = {"--camunda.client.grpc-address=http://argument:1"};
  EXPECT_EQ(document().at("gateway.address").text(), "http://argument:1");
  sources.arguments = {"--camunda.client.grpc-adress=http://argument:1"};
  EXPECT_THAT(failure(), HasSubstr("unknown argument \"--camunda.client.grpc-adress\""));
}

TEST_F(SettingsFileTest, takes_an_empty_variable_of_others_for_none) {
  sources.environment = {{"CAMUNDA_CLIENT_GRPCADDRESS", ""}};
  EXPECT_EQ(document().at("gateway.address").origin, "default");
}

TEST_F(SettingsFileTest, puts_in_what_the_environment_has) {
  sources.environment = {{"HOST", "zeebe"}, {"EMPTY", ""}};
  sources.files = {write("a.yaml", "gateway:\n  address: ${HOST}:${PORT:-26500}/${EMPTY:x}${PATH_TO:${HOST}}\n")};
  EXPECT_EQ(document().at("gateway.address").text(), "zeebe:26500/xzeebe");
}

TEST_F(SettingsFileTest, says_which_reference_it_cannot_follow) {
  sources.files = {write("a.yaml", "gateway:\n  address: ${HOST}\n")};
  EXPECT_THAT(failure(), HasSubstr("a.yaml:2: \"gateway.address\": environment variable \"HOST\" is not set"));
  sources.files = {write("b.yaml", "gateway:\n  address: ${HOST\n")};
  EXPECT_THAT(failure(), HasSubstr("without its \"}\""));
}

TEST_F(SettingsFileTest, takes_a_value_from_the_file_that_a_variable_names) {
  sources.environment = {{"JACKFIELD_TOKEN_FILE", write("secret", "s3cret\n").string()}};
  EXPECT_EQ(document().at("token").text(), "s3cret");
  EXPECT_EQ(document().at("token").origin, "JACKFIELD_TOKEN_FILE");
  sources.environment = {{"JACKFIELD_TOKEN_FILE", "/nowhere/secret"}};
  EXPECT_EQ(failure(), "environment variable \"JACKFIELD_TOKEN_FILE\": file \"/nowhere/secret\" cannot be read");
}

TEST_F(SettingsFileTest, leaves_out_documents_for_other_profiles) {
  sources.files = {write("application.yaml",
                         "camunda.client.grpc-address: all\n---\nspring.config.activate.on-profile: live\n"
                         "camunda.client.grpc-address: live\n")};
  EXPECT_EQ(document().at("gateway.address").text(), "all");
  sources.environment = {{"SPRING_PROFILES_ACTIVE", "x, live"}};
  EXPECT_EQ(document().at("gateway.address").text(), "live");
}

TEST_F(SettingsFileTest, finds_the_files_of_the_java_runtime) {
  EXPECT_THAT(application_files({}, folder), IsEmpty());
  const auto plain = write("application.yaml", "");
  const auto stronger = write("config/application.properties", "");
  const auto live = write("application-live.yml", "");
  EXPECT_THAT(application_files({}, folder), ElementsAre(plain, stronger));
  EXPECT_THAT(application_files({{"SPRING_PROFILES_ACTIVE", "live"}}, folder), ElementsAre(plain, stronger, live));

  const auto other = write("other.yaml", "");
  EXPECT_THAT(application_files({{"SPRING_CONFIG_ADDITIONAL_LOCATION", "optional:file:" + other.string()}}, folder),
              ElementsAre(plain, stronger, other));
  EXPECT_THAT(application_files({{"SPRING_CONFIG_LOCATION", "file:" + (folder / "config").string() + "/"}}, folder),
              ElementsAre(stronger));
}

}  // namespace
}  // namespace jackfield::config
