#include "gateway/call_book.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace jackfield::gateway {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CallBookTest : public testing::Test {
 protected:
  static void keep(void* lines, std::string_view line) {
    static_cast<std::vector<std::string>*>(lines)->emplace_back(line);
  }

  std::vector<std::string> lines;
  log::Log log{{.level = log::Level::Info}, &keep, &lines};
  metrics::Registry registry;
  CallBook book{"http://zeebe:26500", log.room("gateway"), registry};
};

TEST_F(CallBookTest, says_once_that_the_gateway_is_lost_and_once_that_it_is_back) {
  for (int i = 0; i < 3; ++i) book.failed(Rpc::Activate, {Fault::Unavailable, "connection refused"}, false);
  for (int i = 0; i < 3; ++i) book.succeeded(Rpc::Complete);

  EXPECT_THAT(lines, ElementsAre(AllOf(HasSubstr("gateway lost"), HasSubstr("connection refused")),
                                 HasSubstr("gateway reached")));
}

TEST_F(CallBookTest, does_not_mistake_a_refusal_by_the_peer_for_a_loss) {
  book.failed(Rpc::Complete, {Fault::Unavailable, "no leader"}, true);
  book.failed(Rpc::Complete, {Fault::NotFound, "gone"}, true);

  EXPECT_THAT(lines, IsEmpty());
}

TEST_F(CallBookTest, takes_jobs_on_an_open_stream_as_a_sign_of_life) {
  book.received(Rpc::Stream, 1);

  EXPECT_THAT(registry.render(), HasSubstr("jackfield_gateway_reachable 1"));
}

TEST_F(CallBookTest, counts_calls_and_jobs) {
  book.succeeded(Rpc::Complete);
  book.failed(Rpc::Complete, {Fault::NotFound, "gone"}, true);
  book.received(Rpc::Activate, 5);

  const std::string text = registry.render();
  EXPECT_THAT(text, HasSubstr(R"(jackfield_gateway_calls_total{result="ok",rpc="CompleteJob"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(jackfield_gateway_calls_total{result="failed",rpc="CompleteJob"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(jackfield_gateway_jobs_total{way="poll"} 5)"));
}

}  // namespace
}  // namespace jackfield::gateway
