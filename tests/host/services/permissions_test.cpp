#include "services/permissions.hpp"

#include <gmock/gmock.h>

#include "host/services/services_fixture.hpp"

namespace jackfield::services {
namespace {

using testing::HasSubstr;

class PermissionsTest : public ServicesFixture {
 protected:
  static bool has(const PluginHost& host, const char* id) {
    return host.abi().get_extension(host.abi().ctx, id) != nullptr;
  }

  std::unique_ptr<PluginHost> host_with(std::vector<std::string> permissions) {
    return services.make_host({.id = "q", .permissions = std::move(permissions)}, ports, ports);
  }
};

TEST_F(PermissionsTest, decide_which_services_are_there) {
  const auto none = host_with({});
  EXPECT_FALSE(has(*none, JF_HOST_HTTP));
  EXPECT_FALSE(has(*none, JF_HOST_DOCUMENTS));
  EXPECT_FALSE(has(*none, JF_HOST_GATEWAY));
  EXPECT_TRUE(has(*host_with({"network"}), JF_HOST_HTTP));
  EXPECT_TRUE(has(*host_with({"documents"}), JF_HOST_DOCUMENTS));
  EXPECT_TRUE(has(*host_with({"gateway"}), JF_HOST_GATEWAY));
}

TEST_F(PermissionsTest, are_not_needed_for_the_rest) {
  const auto none = host_with({});
  for (const char* id : {JF_HOST_TIMER, JF_HOST_EXECUTOR, JF_HOST_METRICS, JF_HOST_MEMORY, JF_HOST_OPS,
                         JF_HOST_LIFECYCLE, JF_HOST_FEEL, JF_HOST_SECRETS, JF_HOST_STATE, JF_HOST_REACTOR}) {
    EXPECT_TRUE(has(*none, id)) << id;
  }
}

TEST_F(PermissionsTest, are_told_to_whoever_checks_a_manifest) {
  EXPECT_EQ(Services::permission_for(JF_HOST_HTTP), "network");
  EXPECT_EQ(Services::permission_for(JF_HOST_TIMER), "");
  EXPECT_EQ(Services::permission_for("jf.host.no-such/1"), "");
}

TEST_F(PermissionsTest, say_once_what_was_withheld_and_why) {
  std::vector<std::string> lines;
  log::Log heard(
      {}, [](void* to, std::string_view line) { static_cast<std::vector<std::string>*>(to)->emplace_back(line); },
      &lines);
  Permissions permissions({.id = "q", .permissions = {"documents"}}, heard.room("services"));
  EXPECT_TRUE(permissions.allow("documents", JF_HOST_DOCUMENTS));
  EXPECT_FALSE(permissions.allow("network", JF_HOST_HTTP));
  EXPECT_FALSE(permissions.allow("network", JF_HOST_HTTP));
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr("plugin=q"));
  EXPECT_THAT(lines[0], HasSubstr("service=jf.host.http/1"));
  EXPECT_THAT(lines[0], HasSubstr("permission=network"));
}

}  // namespace
}  // namespace jackfield::services
