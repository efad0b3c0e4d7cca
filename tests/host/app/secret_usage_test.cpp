#include "app/secret_usage.hpp"

#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

class OneSecret final : public secrets::Provider {
 public:
  Result<std::optional<SecretText>> find(std::string_view name, const secrets::Scope&) const override {
    if (name != "TOKEN") return std::optional<SecretText>();
    return std::optional(SecretText("value"));
  }
};

TEST(SecretUsage, tells_where_each_was_found_and_which_were_not) {
  SecretUsage usage;
  SecretChain chain;
  chain.push_back(noting(std::make_unique<OneSecret>(), "s.env", usage));
  const secrets::Secrets secrets(std::move(chain));
  EXPECT_TRUE(secrets.replace(R"({"a":"{{secrets.TOKEN}}"})", {}));
  EXPECT_FALSE(secrets.replace(R"({"a":"{{secrets.NOT_THERE}}"})", {}));

  ASSERT_EQ(usage.uses().size(), 2u);
  EXPECT_EQ(usage.uses()[0].name, "NOT_THERE");
  EXPECT_FALSE(usage.uses()[0].origin);
  EXPECT_EQ(usage.uses()[1].origin, "s.env");
}

TEST(SecretUsage, calls_sources_by_their_names_in_the_order_of_the_chain) {
  const SecretSettings settings{.from_systemd = true, .folders = {"/etc/secrets"}, .files = {"s.env"}};
  EXPECT_EQ(origins_of(settings),
            (std::vector<std::string>{"the environment", "/etc/secrets", "systemd's credentials", "s.env"}));
}

}  // namespace
}  // namespace jackfield::app
