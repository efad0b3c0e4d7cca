#include "documents/inline_writer.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "documents/answer.hpp"
#include "documents/charset.hpp"
#include "documents/json_calls.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::json;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

bool InlineWriter::write(std::string_view piece) {
  if (is_too_large_) return false;
  is_too_large_ = piece.size() > kMostBytes - content_.size();
  if (is_too_large_) {
    content_ = {};
    return false;
  }
  content_.append(piece);
  return true;
}

void InlineWriter::finish(ReferenceDone done) {
  answer(executor_, std::move(done), value());
}

Result<std::string> InlineWriter::value() const {
  if (is_too_large_) {
    return Failure{
        Fault::Rejected,
        fmt::format("{} response payload exceeds the inline variable size limit of 1.5 MiB. Choose the return "
                    "format 'Document reference' instead",
                    form_ == Form::Text ? "Text" : "JSON")};
  }
  if (form_ == Form::Text) {
    Result<std::string> text = text_of(content_, encoding_);
    if (text) return json(*text).dump();
    return Failure{Fault::InvalidInput, fmt::format("documentReturnFormat.encoding is unknown: {}", encoding_)};
  }
  if (is_blank(content_)) return Failure{Fault::Internal, "JSON response payload is empty"};
  if (!is_json(content_)) return Failure{Fault::Internal, "JSON response payload is not valid JSON"};
  return content_;
}

}  // namespace jackfield::documents
