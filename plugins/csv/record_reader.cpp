#include "record_reader.hpp"

#include "letters.hpp"

#include <utility>

namespace csv {

void RecordReader::skip_line_end() noexcept {
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++line_;
}

std::optional<Record> RecordReader::next() {
  while (is_at_line_end()) skip_line_end();
  if (is_at_end()) return std::nullopt;
  Record record;
  while (true) {
    const bool is_quoted = !is_at_end() && !is_at_delimiter() && text_[at_] == '"';
    record.push_back(is_quoted ? quoted_value() : plain_value());
    if (is_at_end()) return record;
    if (is_at_line_end()) {
      skip_line_end();
      return record;
    }
    at_ += delimiter_.size();
  }
}

std::string RecordReader::plain_value() {
  const std::size_t begin = at_;
  while (!is_at_end() && !is_at_line_end() && !is_at_delimiter()) ++at_;
  return std::string(text_.substr(begin, at_ - begin));
}

std::string RecordReader::quoted_value() {
  const std::size_t first_line = line_;
  std::string value;
  while (++at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      const bool is_doubled = at_ + 1 < text_.size() && text_[at_ + 1] == '"';
      if (!is_doubled) {
        ++at_;
        skip_to_value_end();
        return value;
      }
      ++at_;
    }
    if (c == '\n' || (c == '\r' && text_.compare(at_, 2, "\r\n") != 0)) ++line_;
    value += c;
  }
  throw Malformed("line " + std::to_string(first_line) + ": the text ends before the closing quote of a value");
}

void RecordReader::skip_to_value_end() {
  while (!is_at_end() && !is_at_line_end() && !is_at_delimiter()) {
    const std::size_t blank = white_space_at(text_.substr(at_));
    if (blank == 0) {
      throw Malformed("line " + std::to_string(line_) +
                      ": expected the delimiter or the line's end after a closing quote");
    }
    at_ += blank;
  }
}

}  // namespace csv
