#pragma once

// Documents in memory: what the test puts in can be read, and what the plugin creates can be looked at.

#include "jackfield/sdk/json_text.hpp"
#include "jackfield/sdk/test/records.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace jf::test {

// One thread. Callbacks run inside run_all().
class fake_documents {
 public:
  struct created_document {
    std::string request_json, content;
  };

  std::vector<created_document> created;  // finished ones, in order
  std::size_t chunk_bytes = 64 << 10;     // largest piece that a reader gets
  std::size_t room_bytes = SIZE_MAX;      // write() is busy once so many were taken since the last run_all()

  // What finish() brings instead of a reference, and what becomes of JSON with functions.
  std::function<std::string(const created_document&)> finish_with;
  std::function<std::string(std::string)> resolve_with = [](std::string json) { return json; };

  // Stores content and gives its reference.
  std::string put(std::string content, const std::string& file_name = "file",
                  const std::string& content_type = "text/plain") {
    const std::string id = "doc-" + std::to_string(++last_id_);
    const std::string known = "{\"contentType\":" + json_quoted(content_type) +
                              ",\"fileName\":" + json_quoted(file_name) +
                              ",\"size\":" + std::to_string(content.size()) + "}";
    stored_[id] = {std::move(content), known};
    return "{\"camunda.document.type\":\"camunda\",\"storeId\":\"in-memory\",\"documentId\":\"" + id +
           "\",\"contentHash\":\"\",\"metadata\":" + known + "}";
  }

  // The next operation that would reply fails instead.
  void fail_next(jf_status status, std::string message) { failures_.emplace_back(status, std::move(message)); }

  std::size_t outstanding() const noexcept { return due_.size(); }
  std::size_t open_writers() const noexcept { return writers_.size(); }

  // Replies to all that is due, what becomes due meanwhile included.
  void run_all() {
    taken_ = 0;
    while (!due_.empty()) {
      const auto next = std::move(due_.front());
      due_.pop_front();
      next();
    }
  }

  jf_status read(jf_str reference, jf_chunk_cb chunk, jf_document_cb done, void* user) {
    const auto found = stored_.find(id_in(copy(reference)));
    if (found == stored_.end()) return fail(JF_ERR_NOT_FOUND, "Document not found", done, user);
    return later([this, document = found->second, chunk, done, user] {
      for (std::size_t at = 0; at < document.content.size(); at += chunk_bytes) {
        const std::string piece = document.content.substr(at, chunk_bytes);
        if (chunk(user, to_bytes(piece)) != 0) return reply(done, user, JF_ERR_CANCELLED, "no more was wanted");
      }
      reply_or_fail(done, user, document.known_json);
    });
  }

  jf_status create(jf_str request, jf_token* out) {
    *out = ++last_writer_;
    writers_[*out].request_json = copy(request);
    return JF_OK;
  }

  jf_status write(jf_token writer, jf_bytes data) {
    const auto found = writers_.find(writer);
    if (found == writers_.end()) return JF_ERR_STALE;
    if (taken_ >= room_bytes) return JF_ERR_BUSY;
    taken_ += data.len;
    found->second.content += to_view(data);
    return JF_OK;
  }

  jf_status on_room(jf_token writer, jf_document_cb done, void* user) {
    if (writers_.count(writer) == 0) return JF_ERR_STALE;
    return later([done, user] { reply(done, user, JF_OK, {}); });
  }

  jf_status finish(jf_token writer, jf_document_cb done, void* user) {
    const auto found = writers_.find(writer);
    if (found == writers_.end()) return JF_ERR_STALE;
    created.push_back(std::move(found->second));
    writers_.erase(found);
    return later([this, document = created.back(), done, user] {
      reply_or_fail(done, user, finish_with ? finish_with(document) : put(document.content));
    });
  }

  jf_status abandon(jf_token writer) { return writers_.erase(writer) == 1 ? JF_OK : JF_ERR_STALE; }

  jf_status link(jf_str reference, jf_document_cb done, void* user) {
    return later([this, id = id_in(copy(reference)), done, user] {
      reply_or_fail(done, user, json_quoted("http://documents.example/" + id));
    });
  }

  jf_status resolve(jf_str json, jf_document_cb done, void* user) {
    return later([this, text = copy(json), done, user] { reply_or_fail(done, user, resolve_with(text)); });
  }

 private:
  struct stored {
    std::string content, known_json;
  };

  static std::string id_in(const std::string& reference) {
    static const std::string kMark = "\"documentId\":\"";
    const auto mark = reference.find(kMark);
    if (mark == std::string::npos) return {};
    const auto begin = mark + kMark.size();
    return reference.substr(begin, reference.find('"', begin) - begin);
  }

  static void reply(jf_document_cb done, void* user, jf_status status, const std::string& text) {
    jf_document_reply reply{};
    reply.struct_size = sizeof reply;
    reply.status = status;
    (status == JF_OK ? reply.json : reply.message) = to_str(text);
    done(user, &reply);
  }

  void reply_or_fail(jf_document_cb done, void* user, const std::string& json) {
    if (failures_.empty()) return reply(done, user, JF_OK, json);
    const auto [status, message] = failures_.front();
    failures_.pop_front();
    reply(done, user, status, message);
  }

  jf_status fail(jf_status status, const std::string& message, jf_document_cb done, void* user) {
    return later([status, message, done, user] { reply(done, user, status, message); });
  }

  jf_status later(std::function<void()> what) {
    due_.push_back(std::move(what));
    return JF_OK;
  }

  std::map<std::string, stored> stored_;
  std::map<jf_token, created_document> writers_;
  std::deque<std::pair<jf_status, std::string>> failures_;
  std::deque<std::function<void()>> due_;
  std::size_t taken_ = 0;
  std::size_t last_id_ = 0;
  jf_token last_writer_ = 0;
};

}  // namespace jf::test
