#include "config/document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

namespace jackfield::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<Key> kTable{
    {.name = "gateway.address",
     .argument = "--gateway",
     .placeholder = "ADDRESS",
     .fallback = "localhost:26500",
     .help = "where the cluster listens",
     .aliases = {"CAMUNDA_CLIENT_GRPCADDRESS", "ZEEBE_ADDRESS"}},
    {.name = "plugins.folders",
     .argument = "--plugins",
     .placeholder = "DIR",
     .fallback = "",
     .help = "where plugins are",
     .is_list = true},
    {.name = "once",
     .argument = "--once",
     .placeholder = "true|false",
     .fallback = "false",
     .help = "",
     .is_flag = true},
    {.name = "mock",
     .argument = "--mock",
     .placeholder = "JSON",
     .fallback = "",
     .help = "",
     .is_list = true,
     .has_commas = true},
    {.name = "limits.types.<type>.rate", .argument = "", .placeholder = "N", .fallback = "", .help = "jobs of a type"},
    {.name = "models", .argument = "models", .placeholder = "FILE", .fallback = "", .help = "models", .is_list = true},
};

class DocumentTest : public testing::Test {
 protected:
  ~DocumentTest() override { std::filesystem::remove(file); }

  void write_file(std::string_view text) {
    std::ofstream(file) << text;
    sources.files = {file};
  }

  std::string failure() { return read(sources).failure().message; }
  Value value(std::string_view name) {
    Result<Document> document = read(sources);
    EXPECT_TRUE(document) << document.failure().message;
    return document->at(name);
  }

  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("jackfield-settings-" + std::to_string(::getpid()) + ".yaml");
  Sources sources{.table = kTable, .arguments = {}, .environment = {}};
};

TEST_F(DocumentTest, falls_back_to_the_default) {
  EXPECT_EQ(value("gateway.address").text(), "localhost:26500");
  EXPECT_EQ(value("gateway.address").origin, "default");
}

TEST_F(DocumentTest, lets_an_argument_win_over_environment_and_file) {
  write_file("gateway:\n  address: from-file\n");
  EXPECT_EQ(value("gateway.address").text(), "from-file");
  sources.environment["ZEEBE_ADDRESS"] = "from-environment";
  EXPECT_EQ(value("gateway.address").text(), "from-environment");
  sources.arguments = {"--gateway", "from-argument"};
  EXPECT_EQ(value("gateway.address").text(), "from-argument");
}

TEST_F(DocumentTest, remembers_where_a_value_came_from) {
  write_file("# ours\ngateway:\n  address: x\n");
  EXPECT_THAT(value("gateway.address").origin, HasSubstr(".yaml:3"));
  sources.environment["ZEEBE_ADDRESS"] = "y";
  EXPECT_EQ(value("gateway.address").origin, "ZEEBE_ADDRESS");
}

TEST_F(DocumentTest, prefers_its_own_variable_then_aliases_in_order) {
  sources.environment = {{"ZEEBE_ADDRESS", "old"}, {"CAMUNDA_CLIENT_GRPCADDRESS", "newer"}};
  EXPECT_EQ(value("gateway.address").text(), "newer");
  sources.environment["JACKFIELD_GATEWAY_ADDRESS"] = "own";
  EXPECT_EQ(value("gateway.address").text(), "own");
}

TEST_F(DocumentTest, collects_lists_from_repeated_arguments_commas_and_sequences) {
  sources.arguments = {"--plugins", "a", "--plugins=b,c"};
  EXPECT_THAT(value("plugins.folders").texts, ElementsAre("a", "b", "c"));
  sources.arguments = {};
  write_file("plugins:\n  folders: [d, e]\n");
  EXPECT_THAT(value("plugins.folders").texts, ElementsAre("d", "e"));
}

TEST_F(DocumentTest, takes_positional_arguments_after_options) {
  sources.arguments = {"--gateway", "here", "one.bpmn", "two.bpmn"};
  EXPECT_THAT(value("models").texts, ElementsAre("one.bpmn", "two.bpmn"));
}

TEST_F(DocumentTest, takes_a_flag_without_a_value_as_true) {
  sources.arguments = {"--once", "one.bpmn"};
  EXPECT_EQ(value("once").text(), "true");
  EXPECT_THAT(value("models").texts, ElementsAre("one.bpmn"));
  sources.arguments = {"--once", "false"};
  EXPECT_EQ(value("once").text(), "false");
}

TEST_F(DocumentTest, takes_one_value_for_each_member_of_a_family) {
  write_file("limits:\n  types:\n    \"io.camunda:http-json:1\":\n      rate: 5\n    other: {rate: 6}\n");
  sources.environment["JACKFIELD_LIMITS_TYPES_OTHER_RATE"] = "7";
  const Document::Members members = read(sources)->members("limits.types.<type>.rate");
  ASSERT_EQ(members.size(), 2u);
  EXPECT_EQ(members.at("IO_CAMUNDA_HTTP_JSON_1").text(), "5");
  EXPECT_THAT(members.at("IO_CAMUNDA_HTTP_JSON_1").origin, HasSubstr(".yaml:4"));
  EXPECT_EQ(members.at("OTHER").text(), "7");
  EXPECT_EQ(members.at("OTHER").origin, "JACKFIELD_LIMITS_TYPES_OTHER_RATE");
  EXPECT_EQ(members.at("OTHER").member, "OTHER");
}

TEST_F(DocumentTest, refuses_a_member_without_a_name_and_an_unknown_word_after_it) {
  sources.environment["JACKFIELD_LIMITS_TYPES__RATE"] = "7";
  EXPECT_THAT(failure(), HasSubstr("unknown environment variable \"JACKFIELD_LIMITS_TYPES__RATE\""));
  sources.environment.clear();
  write_file("limits:\n  types:\n    other: {ratio: 6}\n");
  EXPECT_THAT(failure(), HasSubstr("unknown key \"limits.types.other.ratio\""));
}

TEST_F(DocumentTest, names_the_nearest_argument) {
  sources.arguments = {"--gatway", "x"};
  EXPECT_EQ(failure(), "unknown argument \"--gatway\" (did you mean \"--gateway\"?)");
}

TEST_F(DocumentTest, names_the_nearest_variable_of_its_own) {
  sources.environment["JACKFIELD_GATEWAY_ADRESS"] = "x";
  EXPECT_EQ(failure(),
            "unknown environment variable \"JACKFIELD_GATEWAY_ADRESS\" (did you mean \"JACKFIELD_GATEWAY_ADDRESS\"?)");
}

TEST_F(DocumentTest, names_line_and_nearest_key_of_the_file) {
  write_file("gateway:\n  adress: x\n");
  EXPECT_THAT(failure(), HasSubstr(":2: unknown key \"gateway.adress\" (did you mean \"gateway.address\"?)"));
}

TEST_F(DocumentTest, refuses_a_file_that_is_not_there) {
  sources.files = {"/nowhere/jackfield.yaml"};
  EXPECT_EQ(failure(), "settings file /nowhere/jackfield.yaml: cannot be opened");
}

TEST_F(DocumentTest, refuses_a_file_that_is_no_yaml) {
  write_file("gateway: [\n");
  EXPECT_THAT(failure(), HasSubstr("settings file"));
}

TEST_F(DocumentTest, leaves_commas_alone_where_a_list_has_them) {
  sources.arguments = {"--mock", R"({"a":1,"b":2})", "--mock", "[]"};
  EXPECT_THAT(value("mock").texts, ElementsAre(R"({"a":1,"b":2})", "[]"));
}

}  // namespace
}  // namespace jackfield::config
