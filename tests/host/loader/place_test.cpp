#include "loader/place.hpp"

#include <gmock/gmock.h>

namespace jackfield::loader {
namespace {

using ::testing::HasSubstr;

class PlaceTest : public ::testing::Test {
 protected:
  Place place(IsolationMode mode, bool is_blamed = false) const {
    return std::get<Place>(place_of({inspection, mode, is_blamed, can_isolate}));
  }
  std::string refusal() const {
    return std::get<Rejection>(place_of({inspection, IsolationMode::Automatic, false, can_isolate})).reason;
  }

  Inspection inspection;
  bool can_isolate = true;
};

TEST_F(PlaceTest, the_setting_decides) {
  EXPECT_EQ(place(IsolationMode::Automatic), Place::Host);
  EXPECT_EQ(place(IsolationMode::InProcess), Place::Host);
  EXPECT_EQ(place(IsolationMode::Process), Place::OwnProcess);
}

TEST_F(PlaceTest, what_ended_the_host_before_gets_a_process_unless_that_is_ruled_out) {
  EXPECT_EQ(place(IsolationMode::Automatic, true), Place::OwnProcess);
  EXPECT_EQ(place(IsolationMode::InProcess, true), Place::Host);
}

TEST_F(PlaceTest, the_author_may_keep_it_in_the_host) {
  inspection.manifest.isolation = Manifest::Isolation::InProcess;
  EXPECT_EQ(place(IsolationMode::Process), Place::Host);
  EXPECT_EQ(place(IsolationMode::Automatic, true), Place::Host);
}

TEST_F(PlaceTest, what_cannot_run_in_the_host_gets_a_process_whatever_is_set) {
  inspection.why_not_in_host = "it links libgrpc++.so.1";
  EXPECT_EQ(place(IsolationMode::InProcess), Place::OwnProcess);
}

TEST_F(PlaceTest, what_can_run_nowhere_is_rejected_and_told_why) {
  inspection.why_not_in_host = "it links libgrpc++.so.1";
  inspection.manifest.isolation = Manifest::Isolation::InProcess;
  EXPECT_THAT(refusal(), HasSubstr("it links libgrpc++.so.1; its manifest forbids any other"));
  inspection.manifest.isolation = Manifest::Isolation::Any;
  can_isolate = false;
  EXPECT_THAT(refusal(), HasSubstr("this host gives plugins no processes"));
}

TEST_F(PlaceTest, without_processes_nothing_runs_in_the_host_that_is_set_to_have_one) {
  can_isolate = false;
  EXPECT_EQ(place(IsolationMode::Automatic), Place::Host);
  EXPECT_EQ(std::get<Rejection>(place_of({inspection, IsolationMode::Process, false, can_isolate})).code,
            ErrorCode::RunnerUnavailable);
}

}  // namespace
}  // namespace jackfield::loader
