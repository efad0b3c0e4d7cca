#pragma once

// Says where two answers to a golden case differ, by the rules of tests/conformance/golden/README.md.
//
//   for (const Difference& it : differences(golden_case, recorded)) log(it.where, it.wanted, it.got);
//
// A recorded answer has the shape of a case's "expect": commands, http, documents. Nothing here touches the world.

#include <string>
#include <vector>

#include "support/golden/case.hpp"

namespace jackfield::test::golden {

struct Difference {
  std::string where;
  std::string wanted;
  std::string got;
};
using Differences = std::vector<Difference>;

// Empty when the recorded answer is one that the case allows; else what separates it from the foremost of these.
Differences differences(const Case& of, const Json& recorded);

// One answer against another, under `rules` ("compare" of a case; null: exactly).
Differences differences(const Json& wanted, const Json& got, const Json& rules);

}  // namespace jackfield::test::golden
