#include "documents/charset.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>

#include "base/utf8.hpp"

namespace jackfield::documents {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

class Converter {
 public:
  explicit Converter(const std::string& from) : handle_(iconv_open("UTF-8", from.c_str())) {}
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool is_open() const noexcept { return handle_ != reinterpret_cast<iconv_t>(-1); }

  std::string convert(std::string_view bytes) {
    std::string out;
    std::array<char, 4096> buffer;
    char* in = const_cast<char*>(bytes.data());  // iconv only reads it
    std::size_t left = bytes.size();
    while (left > 0) {
      char* to = buffer.data();
      std::size_t room = buffer.size();
      const std::size_t done = iconv(handle_, &in, &left, &to, &room);
      const int reason = done == static_cast<std::size_t>(-1) ? errno : 0;
      out.append(buffer.data(), buffer.size() - room);
      if (reason == EILSEQ || reason == EINVAL) {
        out.append(kReplacement);
        ++in;
        --left;
      }
    }
    return out;
  }

 private:
  iconv_t handle_;
};

bool is_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view("-+.:_").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

Result<std::string> text_of(std::string_view bytes, std::string_view charset) {
  const std::string name = upper(charset);
  if (is_blank(name) || name == "UTF-8" || name == "UTF8") {
    return is_utf8(bytes) ? std::string(bytes) : repaired_utf8(bytes);
  }
  // What iconv adds to names ("//IGNORE") is none of ours.
  if (!is_name(name)) return Failure{Fault::InvalidInput, std::string(charset)};
  // Without a byte order mark the JVM reads big-endian where glibc follows the machine.
  const bool is_unmarked = bytes.substr(0, 2) != "\xFE\xFF" && bytes.substr(0, 2) != "\xFF\xFE";
  Converter converter(name == "UTF-16" && is_unmarked ? "UTF-16BE" : name);
  if (!converter.is_open()) return Failure{Fault::InvalidInput, std::string(charset)};
  return converter.convert(bytes);
}

}  // namespace jackfield::documents
