#include "loader/manifest.hpp"

#include <gmock/gmock.h>

namespace jackfield::loader {
namespace {

using ::testing::ElementsAre;

constexpr std::string_view kSmallest = R"({"manifestVersion":1,"id":"a.b","version":"1.0","abi":{"major":1},
  "connectors":[{"direction":"outbound","type":"t:1"}]})";

std::string with(std::string_view what, std::string_view instead) {
  std::string text(kSmallest);
  return text.replace(text.find(what), what.size(), instead);
}

std::string failure_of(std::string_view json) {
  const Result<Manifest> manifest = parse_manifest(json);
  return manifest ? "accepted" : manifest.failure().message;
}

TEST(Manifest, the_smallest_one_has_sensible_defaults) {
  const Result<Manifest> manifest = parse_manifest(kSmallest);
  ASSERT_TRUE(manifest) << manifest.failure().message;
  EXPECT_EQ(manifest->id, "a.b");
  EXPECT_EQ(manifest->abi_major, 1U);
  EXPECT_FALSE(manifest->stays_resident);
  EXPECT_FALSE(manifest->drain_timeout);
  ASSERT_EQ(manifest->connectors.size(), 1U);
  EXPECT_EQ(manifest->connectors[0].mode, ExecutionMode::Async);
  EXPECT_EQ(manifest->connectors[0].max_concurrency, 0U);
}

TEST(Manifest, everything_it_can_say_is_read) {
  const Result<Manifest> manifest = parse_manifest(R"({
    "manifestVersion":1,"id":"io.example.http","version":"1.4.2","vendor":"v","license":"Apache-2.0",
    "abi":{"major":1,"minor":3,"minorRequired":2},
    "lifecycle":{"unload":"resident","reload":"hot","isolation":"in-process","drainTimeoutMs":1500},
    "requires":["jf.host.http/1"],"permissions":["network"],
    "connectors":[{"direction":"outbound","type":"a","name":"A","mode":"blocking","maxConcurrency":4,
                   "inputVariables":["x","y"],"feel":["/x"]},
                  {"direction":"inbound","kind":"webhook","type":"a"}]})");
  ASSERT_TRUE(manifest) << manifest.failure().message;
  EXPECT_EQ(manifest->abi_minor_required, 2U);
  EXPECT_TRUE(manifest->stays_resident);
  EXPECT_EQ(manifest->isolation, Manifest::Isolation::InProcess);
  EXPECT_EQ(manifest->drain_timeout, 1500ms);
  EXPECT_THAT(manifest->required_services, ElementsAre("jf.host.http/1"));
  EXPECT_THAT(manifest->permissions, ElementsAre("network"));
  const ConnectorManifest& connector = manifest->connectors.at(0);
  EXPECT_EQ(connector.mode, ExecutionMode::Blocking);
  EXPECT_EQ(connector.max_concurrency, 4U);
  EXPECT_THAT(connector.input_variables, ElementsAre("x", "y"));
  EXPECT_THAT(connector.feel_pointers, ElementsAre("/x"));
  EXPECT_EQ(manifest->connectors.at(1).direction, ConnectorManifest::Direction::Inbound);
}

TEST(Manifest, a_plugin_that_says_nothing_of_permissions_has_those_of_old) {
  EXPECT_THAT(parse_manifest(with(R"("id")", R"("vendor":"v","id")"))->permissions,
              ElementsAre("network", "documents"));
  EXPECT_THAT(parse_manifest(with(R"("id")", R"("permissions":[],"id")"))->permissions, ElementsAre());
}

TEST(Manifest, members_of_a_newer_format_are_ignored) {
  EXPECT_TRUE(parse_manifest(with(R"("id")", R"("future":{"x":1},"id")")));
}

TEST(Manifest, fields_to_evaluate_are_json_pointers) {
  for (const char* pointer : {"body", "/a~", "/a~2b"}) {
    const Result<Manifest> manifest = parse_manifest(
        std::string(
            R"({"manifestVersion":1,"id":"p","version":"1.0.0","abi":{"major":1,"minor":0,"minorRequired":0},)") +
        R"("connectors":[{"direction":"outbound","type":"t:1","feel":[")" + pointer + R"("]}]})");
    ASSERT_FALSE(manifest.ok()) << pointer;
    EXPECT_NE(manifest.failure().message.find("JSON pointers"), std::string::npos) << manifest.failure().message;
  }
}

TEST(Manifest, text_that_is_not_json_is_refused_with_its_place) {
  EXPECT_EQ(failure_of(R"({"id":)"), "manifest: not JSON at byte 7");
  EXPECT_EQ(failure_of("[]"), "manifest: expected an object, got a list");
}

TEST(Manifest, a_missing_member_is_named) {
  EXPECT_EQ(failure_of(with(R"("id":"a.b",)", "")), "manifest: id: expected text, got nothing");
  EXPECT_EQ(failure_of(with(R"({"major":1})", "{}")),
            "manifest: abi.major: expected a whole number from 0 to 4294967295, got nothing");
}

TEST(Manifest, a_wrong_value_is_named_with_what_was_expected) {
  EXPECT_EQ(failure_of(with("outbound", "sideways")),
            R"(manifest: connectors[0].direction: expected "outbound" or "inbound", got "sideways")");
  EXPECT_EQ(failure_of(with(R"("t:1")", "7")), "manifest: connectors[0].type: expected text, got 7");
  EXPECT_EQ(failure_of(with(R"("manifestVersion":1)", R"("manifestVersion":2)")),
            "manifest: manifestVersion: expected 1, got 2");
}

TEST(Manifest, numbers_must_be_whole_and_not_negative) {
  EXPECT_EQ(failure_of(with(R"("major":1)", R"("major":-1)")),
            "manifest: abi.major: expected a whole number from 0 to 4294967295, got -1");
  EXPECT_EQ(failure_of(with(R"("major":1)", R"("major":1.5)")),
            "manifest: abi.major: expected a whole number from 0 to 4294967295, got 1.5");
}

TEST(Manifest, an_id_must_be_fit_for_labels_and_file_names) {
  EXPECT_NE(failure_of(with("a.b", "../a")), "accepted");
  EXPECT_NE(failure_of(with("a.b", "a b")), "accepted");
  EXPECT_NE(failure_of(with("a.b", "a.")), "accepted");
}

TEST(Manifest, two_connectors_of_one_type_are_refused) {
  EXPECT_EQ(failure_of(with(R"("connectors":[)", R"("connectors":[{"direction":"outbound","type":"t:1"},)")),
            R"(manifest: connectors[1].type: expected a type that no other connector has, got "t:1")");
}

TEST(Manifest, no_connectors_make_no_plugin) {
  EXPECT_EQ(failure_of(with(R"({"direction":"outbound","type":"t:1"})", "")),
            "manifest: connectors: expected at least one connector, got an empty list");
}

TEST(Manifest, a_huge_one_is_not_even_parsed) {
  EXPECT_EQ(failure_of(std::string(kMaxManifestBytes + 1, ' ')), "manifest: expected at most 262144 bytes, got 262145");
}

}  // namespace
}  // namespace jackfield::loader
