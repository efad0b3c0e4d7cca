#pragma once

// createDocument(value) of result and error expressions: what the function left in the result becomes a stored document
// and its reference.
//
// The function leaves {"connectorResultFunction": "createDocument:<nonce>", "value": …}. The nonce is fresh for each
// evaluation, so that a response which looks the same stays plain data.

#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "documents/documents.hpp"

namespace jackfield::outbound {

// Whether the whole text is one such place, and no object around it.
bool is_created_document(std::string_view json, std::string_view nonce);

// Uploads one after the other, then `done` with the text in which references stand for them: at once, on this stack,
// when there is nothing to upload. InvalidInput: a value that is no document, or a runtime without a store.
void create_documents(documents::Documents* documents, std::string json, std::string_view nonce, Deadline deadline,
                      std::stop_token stop, UniqueFunction<void(Result<std::string>)> done);

}  // namespace jackfield::outbound
