#include "loader/abi_status.hpp"

#include <gtest/gtest.h>
#include <jackfield/plugin.h>

namespace jackfield::loader {
namespace {

TEST(AbiStatus, busy_is_the_one_refusal_that_may_be_tried_again) {
  EXPECT_EQ(fault_of(JF_ERR_BUSY), Fault::Rejected);
  for (jf_status status = JF_ERR_INTERNAL; status < JF_OK; ++status) {
    EXPECT_EQ(fault_of(status) == Fault::Rejected, status == JF_ERR_BUSY) << status;
  }
}

TEST(AbiStatus, an_unknown_status_is_read_as_an_internal_fault) {
  EXPECT_EQ(fault_of(-1000), Fault::Internal);
  EXPECT_EQ(name_of_status(-1000), "an unknown status");
}

TEST(AbiStatus, every_fault_becomes_a_status_of_the_same_meaning) {
  for (const Fault fault : {Fault::InvalidInput, Fault::NotFound, Fault::Unavailable, Fault::DeadlineExceeded,
                            Fault::Cancelled, Fault::Unsupported, Fault::Rejected, Fault::Internal}) {
    EXPECT_EQ(fault_of(status_of(fault)), fault) << name_of(fault);
  }
}

TEST(AbiStatus, names_are_those_of_the_header) {
  EXPECT_EQ(name_of_status(JF_ERR_BUSY), "JF_ERR_BUSY");
  EXPECT_EQ(name_of_status(JF_OK), "JF_OK");
}

}  // namespace
}  // namespace jackfield::loader
