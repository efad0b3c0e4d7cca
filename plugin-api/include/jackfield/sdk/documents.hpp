#pragma once

// Documents through the host: content behind references that travel in a job's variables.
//
//   host().documents().read(reference, {}, [op = std::move(op)](jf::document_reply reply, std::string content) mutable
//   {
//     reply.throw_if_failed();
//     op.result({{"bytes", content.size()}, {"name", reply.value()["fileName"]}});
//   });

#include "jackfield/sdk/callback.hpp"
#include "jackfield/sdk/document_reply.hpp"
#include "jackfield/sdk/document_writer.hpp"
#include "jackfield/sdk/new_document.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

JF_SDK_BEGIN

struct document_read {
  std::size_t max_bytes = 64 << 20;  // more ends with JF_ERR_TOO_LARGE
  jf_op on_behalf_of = 0;            // op::id() of the job this is for
};

// [any] Borrows the generation's core. All functions call `done` once on a host thread, and throw service_error when
// the host refuses; then done is not called.
class document_service {
 public:
  explicit document_service(core& owner) noexcept : owner_(&owner) {}

  // The whole content: done(document_reply, std::string). The reply's value has contentType, fileName and size, each of
  // which may be missing.
  template <class Done>
  void read(std::string_view reference_json, document_read how, Done&& done) const {
    whole_read<std::decay_t<Done>> whole{{}, how.max_bytes, false, std::forward<Done>(done)};
    start_read(reference_json, how.on_behalf_of, std::move(whole));
  }

  // The content in pieces: chunk(std::string_view) gives false when it wants no more; done(document_reply) comes last.
  template <class Chunk, class Done>
  void stream(std::string_view reference_json, jf_op on_behalf_of, Chunk&& chunk, Done&& done) const {
    start_read(
        reference_json, on_behalf_of,
        streamed_read<std::decay_t<Chunk>, std::decay_t<Done>>{std::forward<Chunk>(chunk), std::forward<Done>(done)});
  }

  // done(document_reply) with the reference, or with the value that document.return_format asks for.
  template <class Done>
  void create(std::string_view content, const new_document& document, Done&& done) const {
    document_writer writer = open(document);
    writer.write(content);
    std::move(writer).finish(std::forward<Done>(done));
  }

  document_writer open(const new_document& document) const {
    const std::string request = request_json(document);
    jf_token writer = 0;
    const jf_status status = table().create(owner_->ctx(), document.on_behalf_of, to_str(request), &writer);
    if (status != JF_OK) throw service_error("document refused by the host, status " + std::to_string(status), status);
    return document_writer(*owner_, writer);
  }

  // done(document_reply) with a URL, as a JSON string, that serves the content for that long.
  template <class Done>
  void link(std::string_view reference_json, std::optional<std::chrono::milliseconds> time_to_live, jf_op on_behalf_of,
            Done&& done) const {
    const std::string params =
        time_to_live ? "{\"timeToLive\":" + std::to_string(time_to_live->count()) + "}" : std::string("{}");
    ask("document link", std::forward<Done>(done), [&](jf_document_cb on_reply, void* user) {
      return table().link(owner_->ctx(), on_behalf_of, to_str(reference_json), to_str(params), on_reply, user);
    });
  }

  // done(document_reply) with the same JSON, the intrinsic functions in it replaced by their results. For a job's own
  // variables only.
  template <class Done>
  void resolve(std::string_view json, jf_op on_behalf_of, Done&& done) const {
    ask("intrinsic functions", std::forward<Done>(done), [&](jf_document_cb on_reply, void* user) {
      return table().resolve(owner_->ctx(), on_behalf_of, to_str(json), on_reply, user);
    });
  }

 private:
  template <class Done>
  struct whole_read {
    std::string content;
    std::size_t max_bytes;
    bool is_over;
    Done done;

    bool take(std::string_view piece) {
      is_over = piece.size() > max_bytes - content.size();
      if (!is_over) content.append(piece);
      return !is_over;
    }
    void operator()(document_reply reply) {
      if (!is_over) return done(reply, std::move(content));
      const std::string why = "the document is larger than " + std::to_string(max_bytes) + " bytes";
      const jf_document_reply too_large{sizeof too_large, JF_ERR_TOO_LARGE, {}, to_str(why)};
      done(document_reply(too_large), std::string());
    }
  };

  template <class Chunk, class Done>
  struct streamed_read {
    Chunk chunk;
    Done done;

    bool take(std::string_view piece) { return chunk(piece); }
    void operator()(document_reply reply) { done(reply); }
  };

  template <class Read>
  void start_read(std::string_view reference_json, jf_op on_behalf_of, Read&& read) const {
    using box = callback_box<std::decay_t<Read>>;
    const jf_chunk_cb on_chunk = [](void* user, jf_bytes data) -> int32_t {
      bool is_wanted = false;
      box::call_within(user, [&](auto& function) { is_wanted = function.take(to_view(data)); });
      return is_wanted ? 0 : 1;
    };
    ask("document read", std::forward<Read>(read), [&](jf_document_cb on_reply, void* user) {
      return table().read(owner_->ctx(), on_behalf_of, to_str(reference_json), on_chunk, on_reply, user);
    });
  }

  template <class Done, class Start>
  void ask(const char* what, Done&& done, Start start) const {
    using box = callback_box<std::decay_t<Done>>;
    const jf_document_cb on_reply = [](void* user, const jf_document_reply* reply) {
      box::fire(user, document_reply(*reply));
    };
    start_with_callback(*owner_, what, std::forward<Done>(done), [&](void* user) { return start(on_reply, user); });
  }

  const jf_host_documents& table() const { return owner_->documents(); }

  core* owner_;
};

JF_SDK_END
