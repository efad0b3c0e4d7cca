#include "outbound/created_documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "base/base64.hpp"

namespace jackfield::outbound {
namespace {

using nlohmann::ordered_json;

constexpr const char* kMark = "connectorResultFunction";

std::string mark_of(std::string_view nonce) {
  return fmt::format("createDocument:{}", nonce);
}

bool is_marked(const ordered_json& value, std::string_view mark) {
  if (!value.is_object()) return false;
  const auto found = value.find(kMark);
  return found != value.end() && found->is_string() && found->get_ref<const std::string&>() == mark;
}

// The places in the order of the text.
void collect(ordered_json& value, std::string_view mark, std::vector<ordered_json*>& places) {
  if (is_marked(value, mark)) {
    places.push_back(&value);
    return;
  }
  if (!value.is_structured()) return;
  for (ordered_json& item : value) collect(item, mark, places);
}

Failure input(std::string message) {
  return {Fault::InvalidInput, std::move(message)};
}

std::string_view node_type(const ordered_json& value) {
  if (value.is_array()) return "ARRAY";
  if (value.is_boolean()) return "BOOLEAN";
  if (value.is_number()) return "NUMBER";
  return "NULL";
}

// The first member of these names that holds a text with something in it.
std::string text_member(const ordered_json& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) continue;
    const auto& text = found->get_ref<const std::string&>();
    if (text.find_first_not_of(" \t\r\n") != std::string::npos) return text;
  }
  return {};
}

const std::string* content_of(const ordered_json& value) {
  if (value.is_string()) return &value.get_ref<const std::string&>();
  for (const char* name : {"content", "data"}) {
    const auto found = value.find(name);
    if (found != value.end() && found->is_string()) return &found->get_ref<const std::string&>();
  }
  return nullptr;
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
  return text;
}

Result<documents::NewDocument> new_document(const ordered_json& value) {
  if (value.is_null()) return input("createDocument() expects a string or an object argument, got: NULL");
  if (!value.is_string() && !value.is_object()) {
    return input(fmt::format("createDocument() expects a string or an object argument, got: {}", node_type(value)));
  }
  const std::string* content = content_of(value);
  if (content == nullptr) return input("createDocument(): the object has no text member \"content\" or \"data\"");
  std::optional<std::string> bytes = bytes_of_base64(without_blanks(*content));
  if (!bytes) return input("createDocument(): the content is not valid base64");
  documents::NewDocument document;
  document.content = *std::move(bytes);
  if (value.is_object()) {
    document.file_name = text_member(value, {"name", "fileName"});
    document.content_type = text_member(value, {"contentType"});
  }
  return document;
}

// One result's documents, uploaded one after the other.
class Creation : public std::enable_shared_from_this<Creation> {
 public:
  using Done = UniqueFunction<void(Result<std::string>)>;

  Creation(documents::Documents* documents, ordered_json result, Deadline deadline, std::stop_token stop, Done done)
      : documents_(documents),
        result_(std::move(result)),
        deadline_(deadline),
        stop_(std::move(stop)),
        done_(std::move(done)) {}

  void start(std::string_view nonce) {
    collect(result_, mark_of(nonce), places_);
    next();
  }

 private:
  void next() {
    if (at_ == places_.size()) return done_(result_.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
    if (documents_ == nullptr || !documents_->has_store()) {
      return done_(input("createDocument(): this runtime has no document store"));
    }
    const auto value = places_[at_]->find("value");
    Result<documents::NewDocument> document = new_document(value == places_[at_]->end() ? ordered_json() : *value);
    if (!document) return done_(std::move(document).failure());
    documents_->create(
        *std::move(document), deadline_, stop_,
        [self = shared_from_this()](Result<std::string> reference) { self->on_created(std::move(reference)); });
  }

  void on_created(Result<std::string> reference) {
    if (!reference) return done_(std::move(reference).failure());
    *places_[at_++] = ordered_json::parse(*reference, nullptr, false);
    next();
  }

  documents::Documents* const documents_;
  ordered_json result_;
  const Deadline deadline_;
  const std::stop_token stop_;
  Done done_;
  std::vector<ordered_json*> places_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_created_document(std::string_view json, std::string_view nonce) {
  if (nonce.empty() || json.find(nonce) == std::string_view::npos) return false;
  return is_marked(ordered_json::parse(json, nullptr, false), mark_of(nonce));
}

void create_documents(documents::Documents* documents, std::string json, std::string_view nonce, Deadline deadline,
                      std::stop_token stop, UniqueFunction<void(Result<std::string>)> done) {
  if (nonce.empty() || json.find(nonce) == std::string::npos) return done(std::move(json));
  std::make_shared<Creation>(documents, ordered_json::parse(json, nullptr, false), deadline, std::move(stop),
                             std::move(done))
      ->start(nonce);
}

}  // namespace jackfield::outbound
