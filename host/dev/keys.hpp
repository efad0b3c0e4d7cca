#pragma once

// Keys as Zeebe gives them: the partition in the bits from 51 upward, a running number below. The first key of
// partition 1 is 2251799813685249. One thread.

#include <cstdint>

namespace jackfield::dev {

class KeyGenerator {
 public:
  static constexpr int kPartitionShift = 51;

  explicit KeyGenerator(std::int64_t partition = 1) noexcept : last_(partition << kPartitionShift) {}

  std::int64_t next() noexcept { return ++last_; }

 private:
  std::int64_t last_;
};

}  // namespace jackfield::dev
