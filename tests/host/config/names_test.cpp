#include "config/names.hpp"

#include <gtest/gtest.h>

namespace jackfield::config {
namespace {

Key key(std::string_view name) {
  return {.name = name, .argument = "", .placeholder = "", .fallback = "", .help = ""};
}

class NamesTest : public testing::Test {
 protected:
  NamesTest() {
    table[0].properties = {"camunda.client.grpc-address"};
    table[0].old_names = {"zeebe.client.broker.gateway-address"};
    table[0].aliases = {"ZEEBE_ADDRESS"};
    table[1].properties = {"camunda.client.worker.defaults.tenant-ids"};
    table[1].is_list = true;
    table[2].properties = {"camunda.client.worker.override.<type>.max-jobs-active"};
  }

  std::string_view found(std::string_view name) const {
    const auto hit = Names(table).find(name);
    return hit ? hit->key->name : std::string_view();
  }

  std::vector<Key> table{key("gateway.address"), key("worker.tenants"), key("limits.types.<type>.max-jobs-active")};
};

TEST_F(NamesTest, are_the_same_when_their_letters_and_digits_are) {
  for (const char* name : {"camunda.client.grpc-address", "camunda.client.grpcAddress", "CAMUNDA_CLIENT_GRPCADDRESS",
                           "CAMUNDA_CLIENT_GRPC_ADDRESS", "CAMUNDA_CLIENT_GRPC-ADDRESS"}) {
    EXPECT_EQ(found(name), "gateway.address") << name;
  }
  EXPECT_EQ(found("camunda.client.grpc-addresses"), "");
}

TEST_F(NamesTest, know_which_are_old_and_which_are_stronger) {
  const Names names(table);
  EXPECT_EQ(names.find("CAMUNDA_CLIENT_GRPCADDRESS")->instead_of_old, "");
  EXPECT_EQ(names.find("ZEEBE_CLIENT_BROKER_GATEWAYADDRESS")->instead_of_old, "camunda.client.grpc-address");
  EXPECT_LT(names.find("CAMUNDA_CLIENT_GRPCADDRESS")->rank, names.find("ZEEBE_ADDRESS")->rank);
  EXPECT_LT(names.find("ZEEBE_ADDRESS")->rank, names.find("ZEEBE_CLIENT_BROKER_GATEWAYADDRESS")->rank);
}

TEST_F(NamesTest, take_plain_variables_as_they_are) {
  EXPECT_EQ(found("ZEEBE_ADDRESS"), "gateway.address");
  EXPECT_EQ(found("ZEEBEADDRESS"), "");
}

TEST_F(NamesTest, find_the_items_of_a_list) {
  const Names names(table);
  EXPECT_EQ(names.find("CAMUNDA_CLIENT_WORKER_DEFAULTS_TENANTIDS_1")->item, 1u);
  EXPECT_EQ(names.find("camunda.client.worker.defaults.tenant-ids[12]")->item, 12u);
  EXPECT_EQ(found("CAMUNDA_CLIENT_GRPCADDRESS_0"), "") << "that is no list";
}

TEST_F(NamesTest, find_what_is_set_for_one_job_type) {
  const Names names(table);
  for (const char* name : {"CAMUNDA_CLIENT_WORKER_OVERRIDE_IO_CAMUNDA_HTTP_JSON_1_MAXJOBSACTIVE",
                           "CAMUNDA_CLIENT_WORKER_OVERRIDE_IO_CAMUNDA_HTTP_JSON_1_MAX_JOBS_ACTIVE",
                           "camunda.client.worker.override[io.camunda:http-json:1].max-jobs-active",
                           "camunda.client.worker.override.io.camunda:http-json:1.max-jobs-active"}) {
    const auto hit = names.find(name);
    ASSERT_TRUE(hit) << name;
    EXPECT_EQ(hit->member, "IO_CAMUNDA_HTTP_JSON_1") << name;
  }
  EXPECT_EQ(found("camunda.client.worker.override.max-jobs-active"), "") << "no type is named";
}

}  // namespace
}  // namespace jackfield::config
