#include "documents/documents.hpp"

#include <vector>

#include "services/document_reply.hpp"
#include "services/document_request.hpp"
#include "services/host_context.hpp"
#include "services/op_watch.hpp"
#include "services/tables.hpp"
#include "services/text.hpp"

namespace jackfield::services {
namespace {

// Who gets the answer to one operation. Moved to wherever the answer will be known.
struct Asker {
  std::shared_ptr<HostContext> host;
  Gate::Pass pass;
  jf_token token;  // in document_calls
  jf_document_cb done;
  void* user;

  // On the executor.
  void answer(Result<std::string> json) && {
    host->document_calls.take(token);
    const DocumentReply reply(std::move(json), host->is_closed);
    host->callbacks.run(std::move(pass), [&] {
      const jf_document_reply abi = reply.abi();
      done(user, &abi);
    });
  }

  void answer_later(Result<std::string> json) && {
    HostContext& context = *host;
    context.with.executor.post(
        [self = std::move(*this), json = std::move(json)]() mutable { std::move(self).answer(std::move(json)); });
  }
};

struct Answer {
  jf_document_cb done;
  void* user;
};

// Takes the operation on, and gives `start` the asker and the token of its stop.
template <typename Start>
jf_status begin(HostContext& host, OpCall call, Answer answer, Start start) {
  if (answer.done == nullptr) return JF_ERR_INVALID;
  std::optional<Gate::Pass> pass = host.callbacks.admit();
  if (!pass) return JF_ERR_CLOSING;
  const auto [status, token] = host.document_calls.add(call);
  if (status != JF_OK) return status;
  start(Asker{host.shared_from_this(), std::move(*pass), token, answer.done, answer.user}, call.stop.get_token());
  if (call.op != 0) watch_ops(host);
  return JF_OK;
}

jf_status JF_CALL read(void* ctx, jf_op op, jf_str reference, jf_chunk_cb chunk, jf_document_cb done,
                       void* user) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (chunk == nullptr || !is_utf8(view(reference))) return JF_ERR_INVALID;
    return begin(host, {.op = op}, {done, user}, [&](Asker asker, std::stop_token stop) {
      documents::ChunkSink sink = [self = host.shared_from_this(), chunk, user](std::string_view piece) {
        bool is_wanted = false;
        self->callbacks.run_within(
            [&] { is_wanted = chunk(user, {reinterpret_cast<const std::uint8_t*>(piece.data()), piece.size()}) == 0; });
        return is_wanted;
      };
      host.with.documents.read(view(reference), std::move(sink), Deadline::never(), std::move(stop),
                               [asker = std::move(asker)](Result<documents::DocumentInfo> info) mutable {
                                 if (!info) return std::move(asker).answer(std::move(info).failure());
                                 std::move(asker).answer(info_text(*info));
                               });
    });
  });
}

Result<std::unique_ptr<documents::Writer>> open(HostContext& host, std::string_view text, std::stop_token stop) {
  Result<DocumentRequest> request = parse_document_request(text);
  if (!request) return std::move(request).failure();
  documents::Documents& documents = host.with.documents;
  if (!request->format) return documents.open(std::move(request->head), Deadline::never(), std::move(stop));
  return documents.open(std::move(*request->format), std::move(request->head), Deadline::never(), std::move(stop));
}

jf_status JF_CALL create(void* ctx, jf_op op, jf_str request, jf_token* out) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (out == nullptr || !is_utf8(view(request))) return JF_ERR_INVALID;
    OpCall call{.op = op};
    auto opened = open(host, view(request), call.stop.get_token());
    const auto [status, token] = host.writers.add(std::make_shared<DocumentWriter>(std::move(call), std::move(opened)));
    if (status != JF_OK) return status;
    *out = token;
    if (op != 0) watch_ops(host);
    return JF_OK;
  });
}

// Runs `work` with the writer, alone.
template <typename Work>
jf_status with_writer(void* ctx, jf_token token, Work work) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    std::shared_ptr<DocumentWriter> writer;
    if (!host.writers.visit(token, [&](const auto& found) { writer = found; })) return JF_ERR_STALE;
    const WriterUse use(writer);
    return use ? work(host, *writer) : JF_ERR_CONFLICT;
  });
}

jf_status JF_CALL write(void* ctx, jf_token token, jf_bytes data) noexcept {
  return with_writer(ctx, token, [&](HostContext&, DocumentWriter& it) -> jf_status {
    if (data.ptr == nullptr && data.len != 0) return JF_ERR_INVALID;
    if (it.writer == nullptr) return JF_ERR_IO;
    if (it.writer->is_full()) return JF_ERR_BUSY;
    return it.writer->write({reinterpret_cast<const char*>(data.ptr), data.len}) ? JF_OK : JF_ERR_IO;
  });
}

jf_status JF_CALL on_room(void* ctx, jf_token token, jf_document_cb done, void* user) noexcept {
  return with_writer(ctx, token, [&](HostContext& host, DocumentWriter& it) -> jf_status {
    if (it.is_room_awaited.exchange(true)) return JF_ERR_CONFLICT;
    std::weak_ptr<DocumentWriter> writer;
    host.writers.visit(token, [&](const auto& found) { writer = found; });
    const jf_status status = begin(host, {.op = it.call.op}, {done, user}, [&](Asker asker, const std::stop_token&) {
      Task tell = [asker = std::move(asker), writer]() mutable {
        if (const auto self = writer.lock()) self->is_room_awaited = false;
        std::move(asker).answer_later(std::string());
      };
      if (it.writer == nullptr) return tell();
      it.writer->when_room(std::move(tell));
    });
    if (status != JF_OK) it.is_room_awaited = false;
    return status;
  });
}

jf_status JF_CALL finish(void* ctx, jf_token token, jf_document_cb done, void* user) noexcept {
  return with_writer(ctx, token, [&](HostContext& host, DocumentWriter& it) -> jf_status {
    return begin(host, it.call, {done, user}, [&](Asker asker, const std::stop_token&) {
      auto writer = host.writers.take(token);
      if (it.writer == nullptr) return std::move(asker).answer_later(it.failure);
      it.writer->finish(
          [asker = std::move(asker)](Result<std::string> json) mutable { std::move(asker).answer(std::move(json)); });
    });
  });
}

jf_status JF_CALL abandon(void* ctx, jf_token token) noexcept {
  return with_writer(ctx, token, [&](HostContext& host, DocumentWriter& it) -> jf_status {
    host.writers.take(token);
    it.writer.reset();
    return JF_OK;
  });
}

jf_status JF_CALL link(void* ctx, jf_op op, jf_str reference, jf_str params, jf_document_cb done, void* user) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (!is_utf8(view(reference)) || !is_utf8(view(params))) return JF_ERR_INVALID;
    return begin(host, {.op = op}, {done, user}, [&](Asker asker, std::stop_token stop) {
      Result<std::optional<milliseconds>> length = parse_link_request(view(params));
      if (!length) return std::move(asker).answer_later(std::move(length).failure());
      host.with.documents.link({view(reference), *length}, Deadline::never(), std::move(stop),
                               [asker = std::move(asker)](Result<std::string> url) mutable {
                                 if (url) *url = json_text(*url);
                                 std::move(asker).answer(std::move(url));
                               });
    });
  });
}

jf_status JF_CALL resolve(void* ctx, jf_op op, jf_str json, jf_document_cb done, void* user) noexcept {
  return enter(ctx, [&](HostContext& host) -> jf_status {
    if (!is_utf8(view(json))) return JF_ERR_INVALID;
    return begin(host, {.op = op}, {done, user}, [&](Asker asker, std::stop_token stop) {
      host.with.documents.resolve(std::string(view(json)), Deadline::never(), std::move(stop),
                                  [asker = std::move(asker)](Result<std::string> resolved) mutable {
                                    std::move(asker).answer(std::move(resolved));
                                  });
    });
  });
}

}  // namespace

void close_document_calls(HostContext& host) {
  std::vector<std::stop_source> stops;
  host.writers.visit_all([&](const auto& writer) { stops.push_back(writer->call.stop); });
  host.document_calls.visit_all([&](const OpCall& call) { stops.push_back(call.stop); });
  for (const jf_token token : host.writers.close()) host.writers.take(token);
  host.document_calls.close();
  for (std::stop_source& stop : stops) stop.request_stop();
}

const jf_host_documents kDocumentsTable{.struct_size = sizeof(jf_host_documents),
                                        .reserved = 0,
                                        .read = &read,
                                        .create = &create,
                                        .write = &write,
                                        .on_room = &on_room,
                                        .finish = &finish,
                                        .abandon = &abandon,
                                        .link = &link,
                                        .resolve = &resolve};

}  // namespace jackfield::services
