// Holds each job for five seconds, on the host's timer.
#include "jackfield/jackfield.hpp"

#include <chrono>
#include <utility>

namespace {

struct Slow final : jf::outbound_connector {
  void execute(jf::op op, jf::job_view) override {
    host().timer().after(std::chrono::seconds(5),
                         [op = std::move(op)](jf_status) mutable { op.result(jf::raw_json{"null"}); });
  }
};

}  // namespace

JF_PLUGIN(jf::connectors<Slow>(BENCH_TYPE))
