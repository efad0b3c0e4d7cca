#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/document.hpp"

namespace jackfield::config {
namespace {

using testing::HasSubstr;

TEST(Help, shows_argument_default_and_every_variable_of_a_key) {
  const std::vector<Key> table{{.name = "gateway.address",
                                .argument = "--gateway",
                                .placeholder = "ADDRESS",
                                .fallback = "localhost:26500",
                                .help = "where the cluster listens",
                                .aliases = {"ZEEBE_ADDRESS"}}};
  const std::string text = help("jackfield run [settings]", "Takes jobs.", table);
  EXPECT_THAT(text, HasSubstr("--gateway ADDRESS"));
  EXPECT_THAT(text, HasSubstr("where the cluster listens (default: localhost:26500)"));
  EXPECT_THAT(text, HasSubstr("file: gateway.address\n"));
  EXPECT_THAT(text, HasSubstr("environment: JACKFIELD_GATEWAY_ADDRESS, ZEEBE_ADDRESS\n"));
}

TEST(Help, shows_the_place_of_a_familys_member) {
  const std::vector<Key> table{
      {.name = "limits.types.<type>.rate", .argument = "", .placeholder = "N", .fallback = "", .help = "jobs"}};
  const std::string text = help("jackfield run [settings]", "Takes jobs.", table);
  EXPECT_THAT(text, HasSubstr("file: limits.types.<type>.rate\n"));
  EXPECT_THAT(text, HasSubstr("environment: JACKFIELD_LIMITS_TYPES_<type>_RATE\n"));
}

}  // namespace
}  // namespace jackfield::config
