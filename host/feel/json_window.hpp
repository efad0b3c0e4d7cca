#pragma once

// JSON texts read where they are looked at: values are windows on the text, and what is not asked for is skipped.
//
// Strings keep the escapes of the text out of the way (\ud800 becomes a lone half), whole numbers are exact, others go
// through a double as the host's JSON library does. Of equal keys the last counts. Threads: any; nothing is remembered.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "feel/cells.hpp"

namespace jackfield::feel::json {

inline constexpr int kMaxDepth = 1'000;
inline constexpr std::size_t kMaxTextBytes = std::size_t{1} << 31;

// Length of the JSON value that the text begins with, blanks before it included; a Failure says where it is not JSON.
Result<std::size_t> check_value(std::string_view text);
// The same for the whole text, blanks may follow; remembers where the large lists and objects end.
Result<void> check(DocumentCell& document);
// The same without a reason: false too for JSON that is neither list nor object.
bool quick_check(DocumentCell& document);

// The value at `at`, which is moved behind it; text that is not JSON reads as null. Never reads beyond the document.
Value read(DocumentCell* document, const char*& at);

// The same for the one value of a document: where a list or object ends is not looked for.
Value read_top(DocumentCell* document, const char* at);

// The number that a text shows, null if it shows none.
Value read_number(std::string_view text);

std::vector<Value> items(DocumentCell* document, const char* at);
std::size_t count_items(DocumentCell* document, const char* at);
// From zero, or from the end: -1 is the last. nullopt: there is none.
std::optional<Value> item(DocumentCell* document, const char* at, std::int64_t index);
void add_entries(ContextCell& out, DocumentCell* document, const char* at);
bool find(DocumentCell* document, const char* at, std::string_view key, Value& out);

// Copies a list or context as connector results carry it: numbers rewritten, blanks dropped, the rest as it stands.
// False when `out` would grow beyond the limit.
bool append_rewritten(std::string& out, DocumentCell* document, const char* at, std::size_t max_bytes);

}  // namespace jackfield::feel::json
