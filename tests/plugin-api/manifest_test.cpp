// The manifests of the plugins in this tree, and how a manifest gets into a binary.

#include "jackfield/embed.h"
#include "jackfield/sdk/text.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

json read(const fs::path& path) {
  std::ifstream file(path);
  return json::parse(file);
}

TEST(Embedding, gives_the_manifest_byte_by_byte) {
  const json manifest = json::parse(jf::to_view(jf_plugin_manifest));
  EXPECT_EQ(manifest["id"], "test.scripted");
  EXPECT_EQ(jf_plugin_manifest.len, fs::file_size(JF_SOURCE_DIR "/tests/plugin-api/manifest.json"));
}

TEST(Embedding, gives_every_resource_with_name_and_media_type) {
  ASSERT_EQ(jf_plugin_resource_count, 2u);
  EXPECT_EQ(jf::to_view(jf_plugin_resources[0].name), "one.json");
  EXPECT_EQ(jf::to_view(jf_plugin_resources[0].media_type), "application/json");
  EXPECT_EQ(jf_plugin_resources[0].data.len, jf_plugin_manifest.len);
  EXPECT_EQ(jf::to_view(jf_plugin_resources[1].name), "two.txt");
  EXPECT_EQ(jf::to_view(jf_plugin_resources[1].media_type), "text/plain");
}

class PluginFolder : public ::testing::TestWithParam<const char*> {
 protected:
  fs::path folder = fs::path(JF_SOURCE_DIR) / "plugins" / GetParam();
  json manifest = read(folder / "manifest.json");
};

// The members that MANIFEST.schema.json knows at one of its levels.
std::set<std::string> known(const json& schema) {
  std::set<std::string> names;
  for (const auto& [name, rest] : schema["properties"].items()) names.insert(name);
  return names;
}

TEST_P(PluginFolder, has_a_manifest_of_known_members) {
  const json schema = read(fs::path(JF_SOURCE_DIR) / "plugin-api/MANIFEST.schema.json");
  for (const auto& name : schema["required"]) EXPECT_TRUE(manifest.contains(name)) << name;
  for (const auto& [name, value] : manifest.items()) EXPECT_EQ(known(schema).count(name), 1u) << name;
  const json& connector_schema = schema["properties"]["connectors"]["items"];
  for (const auto& connector : manifest["connectors"]) {
    for (const auto& [name, value] : connector.items()) EXPECT_EQ(known(connector_schema).count(name), 1u) << name;
  }
}

TEST_P(PluginFolder, has_every_file_its_manifest_names) {
  for (const auto& connector : manifest["connectors"]) {
    if (connector.contains("inputSchema")) {
      EXPECT_TRUE(read(folder / connector["inputSchema"].get<std::string>()).contains("$schema"));
    }
    for (const auto& name : connector["templates"]) EXPECT_TRUE(fs::exists(folder / name.get<std::string>())) << name;
  }
}

TEST_P(PluginFolder, has_templates_that_bind_a_declared_type) {
  std::set<json> types, bound;
  for (const auto& connector : manifest["connectors"]) {
    types.insert(connector["type"]);
    for (const auto& name : connector["templates"]) {
      const json element_template = read(folder / name.get<std::string>());
      for (const auto& property : element_template["properties"]) {
        if (property["binding"].value("property", "") == "type") bound.insert(property["value"]);
      }
    }
  }
  EXPECT_EQ(bound, types);
}

INSTANTIATE_TEST_SUITE_P(Plugins, PluginFolder, ::testing::Values("echo", "http"));

}  // namespace
