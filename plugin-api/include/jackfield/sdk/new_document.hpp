#pragma once

// A document before its content, and its form at the C interface.

#include "jackfield/plugin.h"
#include "jackfield/sdk/json_text.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

JF_SDK_BEGIN

// What a model wants to become of content that a connector returns: a job's variable documentReturnFormat.
struct document_return_format {
  std::string choice;    // DOCUMENT, TEXT or JSON
  std::string encoding;  // of TEXT; blank: UTF-8
};

struct new_document {
  std::string content_type;  // empty: guessed by the name
  std::string file_name;     // empty: the document has none
  std::optional<std::chrono::milliseconds> time_to_live;
  std::string custom_properties_json;                   // an object, or empty
  std::optional<document_return_format> return_format;  // absent: a document
  jf_op on_behalf_of = 0;                               // op::id() of the job this is for
};

// What jf_host_documents.create takes.
inline std::string request_json(const new_document& document) {
  std::string out =
      "{\"contentType\":" + json_quoted(document.content_type) + ",\"fileName\":" + json_quoted(document.file_name);
  if (document.time_to_live) out += ",\"timeToLive\":" + std::to_string(document.time_to_live->count());
  if (!document.custom_properties_json.empty()) out += ",\"customProperties\":" + document.custom_properties_json;
  if (document.return_format) {
    out += ",\"documentReturnFormat\":{\"choice\":" + json_quoted(document.return_format->choice) +
           ",\"encoding\":" + json_quoted(document.return_format->encoding) + "}";
  }
  return out += "}";
}

JF_SDK_END
