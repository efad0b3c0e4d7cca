#include "support/golden/document_store.hpp"

#include <fmt/format.h>

#include "base/base64.hpp"
#include "base/utf8.hpp"
#include "support/golden/digest.hpp"

namespace jackfield::test::golden {
namespace {

constexpr std::string_view kDocuments = "/v2/documents";
constexpr std::size_t kLongestRecorded = 4096;

RawAnswer answer(int status, std::string_view type, std::string_view body) {
  return {.bytes = fmt::format("HTTP/1.1 {} Scripted\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}", status, type,
                               body.size(), body)};
}

std::string parameter(std::string_view header, std::string_view name) {
  const std::string wanted = fmt::format("{}=", name);
  std::size_t at = header.find(" " + wanted);
  if (at == std::string_view::npos) at = header.find(";" + wanted);
  if (at == std::string_view::npos) return {};
  std::string_view value = header.substr(at + 1 + wanted.size());
  if (value.empty() || value.front() != '"') return std::string(value.substr(0, value.find(';')));
  return std::string(value.substr(1, value.find('"', 1) - 1));
}

std::string header_in(std::string_view head, std::string_view lower_name) {
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, end);
    const std::size_t colon = line.find(':');
    std::string name(line.substr(0, colon));
    for (char& c : name) c = static_cast<char>(c | 0x20);
    if (colon != std::string_view::npos && name == lower_name) {
      return std::string(line.substr(std::min(line.find_first_not_of(' ', colon + 1), line.size())));
    }
    head.remove_prefix(std::min(end + 2, head.size()));
  }
  return {};
}

Json record_of(const Part& file, std::string_view metadata) {
  Json record{Json::Members{{"fileName", file.file_name},
                            {"contentType", file.content_type},
                            {"bytes", Json::integer(static_cast<long long>(file.bytes.size()))}}};
  if (!metadata.empty()) record.set("metadata", read_json(metadata));
  if (file.bytes.empty() || file.bytes.size() > kLongestRecorded) return record;
  const bool is_text = is_utf8(file.bytes);
  record.set(is_text ? "text" : "base64", is_text ? file.bytes : base64_of(file.bytes));
  return record;
}

std::string text_or(const Json& object, std::string_view name, const std::string& otherwise) {
  const Json* found = object.find(name);
  return found == nullptr || found->as_text() == nullptr ? otherwise : *found->as_text();
}

}  // namespace

std::vector<Part> parts_of(const RawRequest& request) {
  const std::string delimiter = "--" + parameter(request.header("Content-Type"), "boundary");
  std::vector<Part> parts;
  std::size_t at = request.body.find(delimiter);
  while (at != std::string::npos) {
    const std::size_t begin = at + delimiter.size() + 2;  // past the line's end
    const std::size_t next = request.body.find("\r\n" + delimiter, at + delimiter.size());
    if (next == std::string::npos || begin > next) break;
    const std::string_view part = std::string_view(request.body).substr(begin, next - begin);
    const std::size_t head_end = part.find("\r\n\r\n");
    if (head_end != std::string_view::npos) {
      const std::string_view head = part.substr(0, head_end);
      const std::string disposition = header_in(head, "content-disposition");
      parts.push_back({parameter(disposition, "name"), parameter(disposition, "filename"),
                       header_in(head, "content-type"), std::string(part.substr(head_end + 4))});
    }
    at = next + 2;
  }
  return parts;
}

void DocumentStore::play(const Case& next) {
  const std::lock_guard lock(mutex_);
  documents_.clear();
  uploads_.clear();
  const Json* known = next.whole.find("documents");
  if (known == nullptr) return;
  for (const auto& [id, from] : *known->as_object()) {
    const std::string encoded = text_or(from, "base64", "");
    documents_[id] = {text_or(from, "contentType", ""),
                      encoded.empty() ? text_or(from, "text", "") : bytes_of_base64(encoded).value_or("")};
  }
}

Json DocumentStore::uploads() const {
  const std::lock_guard lock(mutex_);
  return uploads_;
}

RawAnswer DocumentStore::take(const RawRequest& request) {
  const std::string_view path = request.path();
  if (request.method == "POST" && path == kDocuments) return upload(request);
  if (path.substr(0, kDocuments.size()) != kDocuments || path.size() <= kDocuments.size()) {
    return answer(404, "text/plain", "");
  }
  if (request.method == "GET") return download(path.substr(kDocuments.size() + 1));
  const bool is_link = path.size() > 6 && path.substr(path.size() - 6) == "/links";
  if (!is_link) return answer(404, "text/plain", "");
  return answer(201, "application/json",
                R"({"url":"http://documents.example/link","expiresAt":"2030-01-01T00:00:00Z"})");
}

RawAnswer DocumentStore::upload(const RawRequest& request) {
  Part file;
  std::string metadata;
  for (Part& part : parts_of(request)) {
    if (part.name == "metadata") metadata = std::move(part.bytes);
    if (part.name == "file") file = std::move(part);
  }
  const Json said = metadata.empty() ? Json(Json::Members{}) : read_json(metadata);
  const std::string type = text_or(said, "contentType", file.content_type);
  const std::string name = text_or(said, "fileName", file.file_name);
  const std::string hash = sha256_hex(file.bytes).substr(0, 16);
  const auto size = static_cast<long long>(file.bytes.size());
  const std::lock_guard lock(mutex_);
  uploads_.push_back(record_of(file, metadata));
  const std::string id = fmt::format("doc-{}", uploads_.size());
  documents_[id] = {type, std::move(file.bytes)};
  const Json reference{Json::Members{
      {"camunda.document.type", "camunda"},
      {"storeId", "stub"},
      {"documentId", id},
      {"contentHash", hash},
      {"metadata", Json::Members{{"contentType", type}, {"fileName", name}, {"size", Json::integer(size)}}}}};
  return answer(201, "application/json", write_json(reference));
}

RawAnswer DocumentStore::download(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const auto found = documents_.find(id);
  if (found != documents_.end()) return answer(200, found->second.content_type, found->second.bytes);
  return answer(404, "application/problem+json",
                R"({"type":"about:blank","title":"NOT_FOUND","status":404,"detail":"no such document"})");
}

}  // namespace jackfield::test::golden
