// Answers at once.
#include "jackfield/jackfield.hpp"

namespace {

struct Plain final : jf::outbound_connector {
  void execute(jf::op op, jf::job_view) override { op.result(jf::raw_json{"null"}); }
};

}  // namespace

JF_PLUGIN(jf::connectors<Plain>(BENCH_TYPE))
