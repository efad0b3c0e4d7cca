#include "documents/external.hpp"

#include <fmt/format.h>

#include <charconv>

#include "documents/file_names.hpp"
#include "documents/http_answer.hpp"

namespace jackfield::documents {
namespace {

std::optional<std::uint64_t> size_in(const net::HttpResponse& response) {
  const std::string_view text = header_of(response, "Content-Length");
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return size;
}

DocumentInfo info_of(const net::HttpResponse& response, const std::optional<std::string>& name) {
  const std::string_view type = header_of(response, "Content-Type");
  DocumentInfo info{.file_name = name, .size = size_in(response)};
  if (!type.empty()) info.content_type = type;
  if (!name || name->empty()) info.file_name = downloaded_name(header_of(response, "Content-Disposition"), type);
  return info;
}

Failure prefixed(Failure failure) {
  failure.message = fmt::format("Failed to read external document: {}", failure.message);
  return failure;
}

}  // namespace

void fetch(Web web, const ExternalReference& document, ChunkSink sink, Patience patience, ReadDone done) {
  net::HttpRequest request{.url = document.url,
                           .body_sink = std::make_shared<net::BodySink>(std::move(sink)),
                           .max_response_bytes = web.max_document_bytes,
                           .follow_redirects = true};
  web.http.send(
      std::move(request), patience.deadline, std::move(patience.stop),
      [done = std::move(done), name = document.name, max = web.max_document_bytes](net::HttpResult result) mutable {
        if (const auto* failed = std::get_if<net::HttpFailure>(&result)) {
          return done(prefixed(failure_of(*failed, max)));
        }
        const auto& response = std::get<net::HttpResponse>(result);
        if (!is_success(response)) return done(prefixed(refusal_of(response)));
        done(info_of(response, name));
      });
}

}  // namespace jackfield::documents
