#pragma once

// What a file's name says of its content, and what to call content without a name.

#include <optional>
#include <string>
#include <string_view>

namespace jackfield::documents {

inline constexpr std::string_view kUnknownContent = "application/octet-stream";

// By the extension, in any letter case; nothing for one that is not known.
std::optional<std::string_view> content_type_of(std::string_view file_name);

// What was given, else by the name, else kUnknownContent.
std::string content_type_or_guess(std::string_view given, std::string_view file_name);

// Of content from the web: the file name of the Content-Disposition header, else a random UUID; without a dot in it,
// the subtype of the content type is appended.
std::string downloaded_name(std::string_view disposition, std::string_view content_type);

}  // namespace jackfield::documents
