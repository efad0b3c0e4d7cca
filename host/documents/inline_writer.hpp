#pragma once

// Content that becomes a text or a JSON value of a variable instead of a document. Small, since variables are: 1.5 MiB.
//
// The limit counts bytes of the content before they are decoded. Once it is passed nothing is kept any more, so a
// writer may stop at once or go on for nothing. JSON is handed on as it came: its digits and its order stay.

#include <optional>
#include <string>

#include "documents/writer.hpp"

namespace jackfield::documents {

class InlineWriter final : public Writer {
 public:
  static constexpr std::size_t kMostBytes = 1'572'864;
  enum class Form { Text, Json };

  // `encoding` counts for Text only.
  InlineWriter(Form form, std::string encoding, Executor& executor)
      : form_(form), encoding_(std::move(encoding)), executor_(executor) {}

  // False from the piece on that is too much.
  bool write(std::string_view piece) override;
  bool is_full() const override { return false; }
  void when_room(Task task) override { task(); }

  // InvalidInput: the encoding is not known. Internal: what came is no JSON. Rejected: it is too large.
  void finish(ReferenceDone done) override;

 private:
  Result<std::string> value() const;

  const Form form_;
  const std::string encoding_;
  Executor& executor_;
  std::string content_;
  bool is_too_large_ = false;
};

}  // namespace jackfield::documents
