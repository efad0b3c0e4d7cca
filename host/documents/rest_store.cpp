#include "documents/rest_store.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "documents/http_answer.hpp"
#include "documents/multipart.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::json;

std::string escaped(std::string_view text) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string base_of(std::string_view address) {
  while (address.ends_with('/')) address.remove_suffix(1);
  return std::string(address) + "/v2/documents";
}

Failure prefixed(std::string_view what, Failure failure) {
  failure.message = fmt::format("{}: {}", what, failure.message);
  return failure;
}

// The cluster answers with a reference whose empty members are null.
Result<std::string> created(const std::string& body) {
  const auto answer = nlohmann::ordered_json::parse(body, nullptr, false);
  if (!answer.is_object() || !answer.contains("documentId")) {
    return Failure{Fault::Unavailable, "the answer is no document reference"};
  }
  auto reference = nlohmann::ordered_json::object({{kDocumentType, "camunda"}});
  for (const char* name : {"storeId", "documentId", "contentHash"}) reference[name] = answer.value(name, json());
  auto metadata = nlohmann::ordered_json::object();
  if (answer.contains("metadata") && answer["metadata"].is_object()) {
    for (const auto& member : answer["metadata"].items()) {
      const bool is_empty = member.value().empty() || (member.value().is_string() && member.value() == "");
      if (!is_empty) metadata[member.key()] = member.value();
    }
  }
  reference["metadata"] = std::move(metadata);
  return reference.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<std::string> url_in(const std::string& body) {
  const json answer = json::parse(body, nullptr, false);
  if (answer.is_object() && answer.contains("url") && answer["url"].is_string())
    return answer["url"].get<std::string>();
  return Failure{Fault::Unavailable, "the answer has no url"};
}

// What `use` makes of a success; why there is none.
template <typename Use>
auto successful(net::HttpResult result, std::uint64_t max_bytes, Use& use)
    -> decltype(use(std::declval<net::HttpResponse>())) {
  if (const auto* failed = std::get_if<net::HttpFailure>(&result)) return failure_of(*failed, max_bytes);
  const auto& response = std::get<net::HttpResponse>(result);
  if (!is_success(response)) return problem_of(response);
  return use(response);
}

}  // namespace

RestStore::RestStore(Options options, net::HttpSender& http, const Clock& clock)
    : options_(std::move(options)), base_(base_of(options_.address)), http_(http), clock_(clock) {}

net::HttpRequest RestStore::creation(const std::string& content_type) const {
  return {.method = "POST", .url = base_, .headers = {{"Accept", "application/json"}, {"Content-Type", content_type}}};
}

void RestStore::create(NewDocument document, Patience patience, ReferenceDone done) {
  Envelope envelope = envelope_of(document, clock_.wall_now());
  net::HttpRequest request = creation(envelope.content_type);
  const std::uint64_t size = envelope.before.size() + document.content.size() + envelope.after.size();
  std::string content = std::move(document.content);
  if (content.size() > options_.stream_above) {
    request.body_pipe = std::make_shared<net::BodyPipe>(size);
    request.body_pipe->write(std::move(envelope.before));
    request.body_pipe->write(std::move(content));
    request.body_pipe->write(std::move(envelope.after));
    request.body_pipe->end();
  } else {
    request.body = envelope.before + content + envelope.after;
  }
  send_creation(std::move(request), std::move(patience), std::move(done));
}

std::optional<Upload> RestStore::open(const NewDocument& head, Patience patience, ReferenceDone done) {
  Envelope envelope = envelope_of(head, clock_.wall_now());
  net::HttpRequest request = creation(envelope.content_type);
  auto pipe = std::make_shared<net::BodyPipe>();
  pipe->write(std::move(envelope.before));
  request.body_pipe = pipe;
  send_creation(std::move(request), std::move(patience), std::move(done));
  return Upload{.pipe = std::move(pipe), .after = std::move(envelope.after)};
}

void RestStore::send_creation(net::HttpRequest request, Patience patience, ReferenceDone done) {
  ask<std::string>({"Failed to create document", std::move(request), std::move(patience)}, std::move(done),
                   [](const net::HttpResponse& response) { return created(response.body); });
}

void RestStore::read(const StoredReference& document, ChunkSink sink, Patience patience, ReadDone done) {
  net::HttpRequest request{.url = url_of(document, ""),
                           .body_sink = std::make_shared<net::BodySink>(std::move(sink)),
                           .max_response_bytes = options_.max_document_bytes,
                           .follow_redirects = true};
  ask<DocumentInfo>({"Failed to read document content", std::move(request), std::move(patience)}, std::move(done),
                    [info = document.info](const net::HttpResponse&) { return Result<DocumentInfo>(info); });
}

void RestStore::link(const StoredReference& document, std::optional<milliseconds> time_to_live, Patience patience,
                     LinkDone done) {
  net::HttpRequest request{.method = "POST",
                           .url = url_of(document, "/links"),
                           .headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}}};
  request.body = time_to_live ? fmt::format(R"({{"timeToLive":{}}})", time_to_live->count()) : "{}";
  ask<std::string>({"Failed to create document link", std::move(request), std::move(patience)}, std::move(done),
                   [](const net::HttpResponse& response) { return url_in(response.body); });
}

template <typename T, typename Use>
void RestStore::ask(Question question, UniqueFunction<void(Result<T>)> done, Use use) {
  http_.send(std::move(question.request), question.patience.deadline, std::move(question.patience.stop),
             [what = question.what, max = options_.max_document_bytes, done = std::move(done),
              use = std::move(use)](net::HttpResult result) mutable {
               Result<T> answer = successful(std::move(result), max, use);
               if (!answer) return done(prefixed(what, std::move(answer).failure()));
               done(std::move(answer));
             });
}

std::string RestStore::url_of(const StoredReference& document, std::string_view below) const {
  std::string url = fmt::format("{}/{}{}", base_, escaped(document.document_id), below);
  char mark = '?';
  if (!document.store_id.empty()) {
    url += fmt::format("{}storeId={}", std::exchange(mark, '&'), escaped(document.store_id));
  }
  if (!document.content_hash.empty()) {
    url += fmt::format("{}contentHash={}", std::exchange(mark, '&'), escaped(document.content_hash));
  }
  return url;
}

}  // namespace jackfield::documents
