#pragma once

// A document that is written piece by piece, without ever being in memory whole.
//
//   document_writer writer = host().documents().open(head);
//   if (writer.write(piece) == JF_ERR_BUSY) writer.on_room([…] { … the same piece again … });
//   std::move(writer).finish([op = std::move(op)](document_reply reply) mutable { … });

#include "jackfield/sdk/callback.hpp"
#include "jackfield/sdk/document_reply.hpp"

#include <string_view>
#include <utility>

JF_SDK_BEGIN

// One call at a time. Destroyed without finish(), it leaves nothing behind in the store.
class document_writer {
 public:
  // Made by document_service.
  document_writer(core& owner, jf_token writer) noexcept : owner_(&owner), writer_(writer) {}
  document_writer(document_writer&& other) noexcept
      : owner_(std::exchange(other.owner_, nullptr)), writer_(other.writer_) {}
  document_writer& operator=(document_writer&& other) noexcept {
    std::swap(owner_, other.owner_);
    std::swap(writer_, other.writer_);
    return *this;
  }
  ~document_writer() {
    if (owner_ != nullptr) owner_->documents().abandon(owner_->ctx(), writer_);
  }

  // JF_OK; JF_ERR_BUSY, the store is slower and nothing was taken; anything else, it comes to nothing any more and
  // finish() says why.
  jf_status write(std::string_view piece) const {
    return owner_->documents().write(owner_->ctx(), writer_, to_bytes(piece));
  }

  // Calls go_on(document_reply) once on a host thread when write() takes more, or when it does not matter any more.
  template <class GoOn>
  void on_room(GoOn&& go_on) const {
    ask("room for a document", std::forward<GoOn>(go_on), [this](jf_document_cb done, void* user) {
      return owner_->documents().on_room(owner_->ctx(), writer_, done, user);
    });
  }

  // Calls done(document_reply) once on a host thread, with the reference, or with the value that the return format asks
  // for.
  template <class Done>
  void finish(Done&& done) && {
    ask("document", std::forward<Done>(done), [this](jf_document_cb on_reply, void* user) {
      const jf_status status = owner_->documents().finish(owner_->ctx(), writer_, on_reply, user);
      if (status == JF_OK) owner_ = nullptr;
      return status;
    });
  }

 private:
  template <class Done, class Start>
  void ask(const char* what, Done&& done, Start start) const {
    using box = callback_box<std::decay_t<Done>>;
    const jf_document_cb on_reply = [](void* user, const jf_document_reply* reply) {
      box::fire(user, document_reply(*reply));
    };
    start_with_callback(*owner_, what, std::forward<Done>(done), [&](void* user) { return start(on_reply, user); });
  }

  core* owner_;  // null once finished or moved from
  jf_token writer_;
};

JF_SDK_END
