#include "dev/engine_host.hpp"

namespace jackfield::dev {

EngineHost::EngineHost(const Settings& settings, log::Logger log, const Clock& clock)
    : loop_(clock), engine_(settings, KeyGenerator(), clock, loop_, log) {
  loop_.start();
}

EngineHost::~EngineHost() {
  loop_.stop();
}

void EngineHost::post(UniqueFunction<void(Engine&)> work) {
  loop_.post([this, work = std::move(work)]() mutable { work(engine_); });
}

}  // namespace jackfield::dev
