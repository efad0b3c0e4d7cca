#include "multipart.hpp"

#include "charset.hpp"

#include <random>

namespace rest {
namespace {

std::string random_boundary() {
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::random_device random;
  std::string boundary = "jackfield-";
  for (int i = 0; i < 32; ++i) boundary += kDigits[random() % kDigits.size()];
  return boundary;
}

// A name between quotes: what would end it is escaped.
std::string quoted(const std::string& name) {
  std::string out;
  for (const char c : encoded_as("ISO-8859-1", name)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\r' || c == '\n' ? ' ' : c;
  }
  return '"' + out + '"';
}

class Writer {
 public:
  Writer(std::string boundary, const Attachments& contents) : boundary_(std::move(boundary)), contents_(contents) {}

  void add(const std::string& name, const Json& value) {
    if (value.is_array()) {
      for (const Json& item : value) add(name, item);
      return;
    }
    if (is_reference(value)) return add_file(name, contents_.at(reference_text(value)));
    if (value.is_null() || value.is_object()) return;
    begin(name);
    bytes_ += "\r\n\r\n" + (value.is_string() ? value.get<std::string>() : value.dump()) + "\r\n";
  }

  bool is_empty() const noexcept { return bytes_.empty(); }
  std::string finish() && { return std::move(bytes_) + "--" + boundary_ + "--\r\n"; }

 private:
  void begin(const std::string& name) {
    bytes_ += "--" + boundary_ + "\r\nContent-Disposition: form-data; name=" + quoted(name);
  }

  void add_file(const std::string& name, const Attachment& file) {
    begin(name);
    if (!file.file_name.empty()) bytes_ += "; filename=" + quoted(file.file_name);
    const bool is_type = file.content_type.find('/') != std::string::npos &&
                         file.content_type.find_first_of("\r\n") == std::string::npos;
    bytes_ += "\r\nContent-Type: " + (is_type ? file.content_type : std::string("application/octet-stream"));
    bytes_ += "\r\n\r\n" + file.bytes + "\r\n";
  }

  const std::string boundary_;
  const Attachments& contents_;
  std::string bytes_;
};

}  // namespace

Multipart encode_multipart(const Json& object, std::string_view content_type, const Attachments& contents) {
  const std::string own_boundary = parameter_of(content_type, "boundary");
  const std::string boundary = own_boundary.empty() ? random_boundary() : own_boundary;
  Writer parts(boundary, contents);
  for (const auto& [name, value] : object.items()) parts.add(name, value);

  Multipart multipart;
  if (!own_boundary.empty()) {
    multipart.content_type = content_type;
  } else {
    const char* type =
        parts.is_empty() ? "multipart/mixed; boundary=" : "multipart/form-data; charset=ISO-8859-1; boundary=";
    multipart.content_type = type + boundary;
  }
  multipart.bytes = std::move(parts).finish();
  return multipart;
}

}  // namespace rest
