#pragma once

// The conversation with one process of a runner, from its first frame to its last.
//
// Shared by those who send (connectors, services that pay callbacks) and the keeper that receives. When the process is
// gone the keeper closes it; what is sent afterwards goes nowhere.

#include <memory>
#include <string>
#include <string_view>

#include "isolation/call_server.hpp"
#include "isolation/channel.hpp"
#include "isolation/owed.hpp"

namespace jackfield::isolation {

class Session {
 public:
  Session(Descriptor socket, UniqueFunction<void()> wake)
      : channel_(std::move(socket), std::move(wake)), debts_(std::make_shared<Debts>(channel_)) {}

  Channel& channel() noexcept { return channel_; }
  void send(FrameHead head, std::string_view body = {}) { channel_.send(head, body); }

  // From now on it may ask that host for services.
  void offer(const jf_host& host) {
    host_ = &host;
    tables_ = tables_of(host);
  }

  // Answers a call of its. False: the call makes no sense.
  bool serve(const Frame& call);
  void on_taken(const Frame& frame) { debts_->on_taken(frame.head.handle, frame.head.correlation != 0); }

  void close() { debts_->forget(); }

 private:
  Channel channel_;
  const std::shared_ptr<Debts> debts_;
  const jf_host* host_ = nullptr;
  TablesOf tables_{};
};

// The host's orders to a runner.
std::string load_order(std::string_view copy, std::string_view id, std::uint64_t memory_limit, bool is_confined);
std::string create_order(const jf_host& host, std::string_view config);

}  // namespace jackfield::isolation
