#include "loader/catalog.hpp"

#include <gtest/gtest.h>

#include "support/test_connector.hpp"

namespace jackfield::loader {
namespace {

using test::TestConnector;

TEST(CatalogSlot, leases_the_connector_of_a_type_and_keeps_its_generation_busy) {
  CatalogSlot slot;
  auto gate = std::make_shared<Gate>();
  slot.publish(test::catalog_of({std::make_shared<TestConnector>("echo:1")}, gate));
  std::optional<ConnectorLease> lease = slot.lease(JobType{"echo:1"});
  ASSERT_TRUE(lease);
  EXPECT_EQ((*lease)->info().type.text, "echo:1");
  EXPECT_EQ(gate->inside(), 1u);
  lease.reset();
  EXPECT_EQ(gate->inside(), 0u);
}

TEST(CatalogSlot, has_nothing_for_a_type_that_nobody_serves) {
  CatalogSlot slot;
  EXPECT_FALSE(slot.lease(JobType{"echo:1"}));
}

TEST(CatalogSlot, gives_nothing_of_a_generation_that_drains) {
  CatalogSlot slot;
  auto gate = std::make_shared<Gate>();
  slot.publish(test::catalog_of({std::make_shared<TestConnector>("echo:1")}, gate));
  gate->close();
  EXPECT_FALSE(slot.lease(JobType{"echo:1"}));
}

TEST(CatalogSlot, tells_subscribers_of_the_current_and_every_later_picture) {
  CatalogSlot slot;
  std::vector<std::size_t> sizes;
  slot.subscribe([&](const Catalog& catalog) { sizes.push_back(catalog.entries().size()); });
  slot.publish(test::catalog_of({std::make_shared<TestConnector>("echo:1")}));
  EXPECT_EQ(sizes, (std::vector<std::size_t>{0, 1}));
}

}  // namespace
}  // namespace jackfield::loader
