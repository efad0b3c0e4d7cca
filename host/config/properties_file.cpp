#include <fmt/format.h>

#include <fstream>

#include "config/sources.hpp"

namespace jackfield::config {
namespace {

constexpr std::string_view kBlank = " \t\f\r";

std::string_view trimmed_front(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
  return text;
}

bool ends_open(std::string_view line) {
  std::size_t slashes = 0;
  while (slashes < line.size() && line[line.size() - 1 - slashes] == '\\') ++slashes;
  return slashes % 2 == 1;
}

// A line with those that it goes on with.
bool next_line(std::istream& in, std::string& line, std::size_t& number) {
  line.clear();
  for (std::string part; std::getline(in, part);) {
    ++number;
    if (part.ends_with('\r')) part.pop_back();
    line += line.empty() ? std::string_view(part) : trimmed_front(part);
    if (!ends_open(line)) return true;
    line.pop_back();
  }
  return !line.empty();
}

char unescaped(char c) {
  return c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == 'f' ? '\f' : c;
}

// Takes a name or a value off the front of `text`, with its escapes undone; a name ends where a value begins.
std::string take(std::string_view& text, std::string_view ends) {
  std::string plain;
  while (!text.empty() && ends.find(text.front()) == std::string_view::npos) {
    const bool is_escape = text.front() == '\\' && text.size() > 1;
    plain += is_escape ? unescaped(text[1]) : text.front();
    text.remove_prefix(is_escape ? 2 : 1);
  }
  return plain;
}

}  // namespace

Result<std::vector<FileEntry>> properties_entries(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return Failure{Fault::NotFound, fmt::format("settings file {}: cannot be opened", file.string())};
  std::vector<FileEntry> entries;
  std::string line;
  for (std::size_t number = 0; next_line(in, line, number);) {
    std::string_view rest = trimmed_front(line);
    if (rest.empty() || rest.front() == '#' || rest.front() == '!') continue;
    FileEntry entry{.path = take(rest, "=: \t\f"), .texts = {}, .is_list = false, .line = number};
    rest = trimmed_front(rest);
    if (!rest.empty() && (rest.front() == '=' || rest.front() == ':')) rest = trimmed_front(rest.substr(1));
    entry.texts = {take(rest, "")};
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace jackfield::config
