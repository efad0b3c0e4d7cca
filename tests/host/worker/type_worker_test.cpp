#include "worker/type_worker.hpp"

#include "support/worker_fixture.hpp"

namespace jackfield::worker {
namespace {

class TypeWorkerTest : public test::WorkerFixture {
 protected:
  ~TypeWorkerTest() override { type->close(); }

  std::shared_ptr<Desk> desk = std::make_shared<Desk>(Settings{}, with());
  std::shared_ptr<TypeWorker> type = TypeWorker::make(desk, connector->info());
};

TEST_F(TypeWorkerTest, asks_by_stream_and_by_poll) {
  type->open();
  settle();
  EXPECT_EQ(gateway.streams_open(), 1u);
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
}

TEST_F(TypeWorkerTest, does_not_open_what_was_closed_before) {
  type->close();
  type->open();
  settle();
  EXPECT_EQ(gateway.streams_seen(), 0u);
  EXPECT_EQ(gateway.polls_seen(), 0u);
}

TEST_F(TypeWorkerTest, fits_a_connector_that_asks_for_the_same) {
  EXPECT_TRUE(type->fits(connector->info()));
  loader::ConnectorInfo other = connector->info();
  other.input_variables = {"url"};
  EXPECT_FALSE(type->fits(other));
  other = connector->info();
  other.max_concurrency = 1;
  EXPECT_FALSE(type->fits(other));
}

TEST_F(TypeWorkerTest, keeps_what_is_still_called_after_its_end) {
  type->open();
  settle();
  type->close();
  type = TypeWorker::make(desk, connector->info());
  desk.reset();
  settle();
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
}

}  // namespace
}  // namespace jackfield::worker
