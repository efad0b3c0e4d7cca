// jackfield:echo:1 returns its input, later or not at all when it is told so.

#include "request.hpp"

#include <utility>

namespace echo {
namespace {

class Echo final : public jf::outbound_connector {
 public:
  void start() override {
    const auto manifest = jf::codec<jf::json>::parse(jf::to_view(jf_plugin_manifest));
    identity_.version = manifest.at("version").get<std::string>();
    identity_.generation = host().now_ns();
  }

  void execute(jf::op op, jf::job_view job) override {
    if (!may_have_instructions(job.variables_json())) return op.result(jf::raw_json{job.variables_json()});
    Request request = parse_request(job.variables_json());
    if (request.sleep.count() == 0) return answer(op, std::move(request), identity_);
    sleep(std::move(op), std::move(request));
  }

  void cancel(jf_op id, uint32_t) noexcept override {
    if (const jf_token timer = sleepers_.cancel(id)) host().timer().cancel(timer);
  }

 private:
  void sleep(jf::op op, Request request) {
    const jf_op id = op.id();
    const auto pause = request.sleep;
    sleepers_.add(id);
    jf_token timer = 0;
    try {
      timer =
          host().timer().after(pause, [this, op = std::move(op), request = std::move(request)](jf_status why) mutable {
            sleepers_.remove(op.id());
            if (why != JF_OK) return op.cancelled();
            answer(op, std::move(request), identity_);
          });
    } catch (...) {
      sleepers_.remove(id);
      throw;
    }
    if (sleepers_.set(id, timer)) host().timer().cancel(timer);
  }

  Identity identity_;  // constant after start
  jf::cancel_registry sleepers_;
};

}  // namespace
}  // namespace echo

JF_PLUGIN(jf::connectors<echo::Echo>("jackfield:echo:1"))
