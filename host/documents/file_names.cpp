#include "documents/file_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/uuid.hpp"

namespace jackfield::documents {
namespace {

using Row = std::pair<std::string_view, std::string_view>;
constexpr std::array kTypes{
    Row{"avi", "video/x-msvideo"},
    Row{"bin", "application/octet-stream"},
    Row{"bmp", "image/bmp"},
    Row{"bz2", "application/x-bzip2"},
    Row{"css", "text/css"},
    Row{"csv", "text/csv"},
    Row{"doc", "application/msword"},
    Row{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    Row{"gif", "image/gif"},
    Row{"gz", "application/gzip"},
    Row{"htm", "text/html"},
    Row{"html", "text/html"},
    Row{"jar", "application/java-archive"},
    Row{"jpeg", "image/jpeg"},
    Row{"jpg", "image/jpeg"},
    Row{"js", "text/javascript"},
    Row{"json", "application/json"},
    Row{"md", "text/markdown"},
    Row{"mp3", "audio/mpeg"},
    Row{"mp4", "video/mp4"},
    Row{"odp", "application/vnd.oasis.opendocument.presentation"},
    Row{"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    Row{"odt", "application/vnd.oasis.opendocument.text"},
    Row{"pdf", "application/pdf"},
    Row{"php", "text/php"},
    Row{"png", "image/png"},
    Row{"ppt", "application/vnd.ms-powerpoint"},
    Row{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    Row{"rtf", "application/rtf"},
    Row{"svg", "image/svg+xml"},
    Row{"tar", "application/x-tar"},
    Row{"tif", "image/tiff"},
    Row{"tiff", "image/tiff"},
    Row{"txt", "text/plain"},
    Row{"wav", "audio/x-wav"},
    Row{"webm", "video/webm"},
    Row{"webp", "image/webp"},
    Row{"xls", "application/vnd.ms-excel"},
    Row{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    Row{"xml", "application/xml"},
    Row{"zip", "application/zip"},
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// Everything after the first `filename=`, without the double quotes around it.
std::string_view name_in(std::string_view disposition) {
  constexpr std::string_view kMark = "filename=";
  const auto mark = disposition.find(kMark);
  if (mark == std::string_view::npos) return {};
  std::string_view name = trimmed(disposition.substr(mark + kMark.size()));
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  return name;
}

// The letters and digits at the front of the subtype: `svg` of image/svg+xml.
std::string extension_of(std::string_view content_type) {
  const auto slash = content_type.find('/');
  if (slash == std::string_view::npos) return {};
  std::string subtype = lower(content_type.substr(slash + 1));
  const auto end = std::find_if_not(subtype.begin(), subtype.end(),
                                    [](unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
  subtype.erase(end, subtype.end());
  return subtype;
}

}  // namespace

std::optional<std::string_view> content_type_of(std::string_view file_name) {
  const auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string extension = lower(file_name.substr(dot + 1));
  const auto row = std::find_if(kTypes.begin(), kTypes.end(), [&](const Row& it) { return it.first == extension; });
  if (row == kTypes.end()) return std::nullopt;
  return row->second;
}

std::string content_type_or_guess(std::string_view given, std::string_view file_name) {
  if (!given.empty()) return std::string(given);
  return std::string(content_type_of(file_name).value_or(kUnknownContent));
}

std::string downloaded_name(std::string_view disposition, std::string_view content_type) {
  std::string name(name_in(disposition));
  if (name.empty()) name = random_uuid();
  if (name.find('.') != std::string::npos) return name;
  const std::string extension = extension_of(content_type);
  return extension.empty() ? name : name + "." + extension;
}

}  // namespace jackfield::documents
