#pragma once

// The inputs of the two operations, read leniently as models expect: numbers as texts, texts as flags, one as a list of
// one and the other way round.

#include "format.hpp"
#include "jackfield/jackfield_json.hpp"
#include "record_writer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace csv {

enum class Operation { Read, Write };

// Of a job's task headers.
struct Task {
  Operation operation = Operation::Read;
  std::string record_mapper;  // FEEL; empty: none
};

struct ReadInput {
  std::string text;            // to be read, unless there is a
  std::string reference_json;  // document; empty: none
  Format format;
  RowType row_type = RowType::Object;
};

struct WriteInput {
  std::vector<std::vector<Value>> rows;
  Format format;
  bool creates_document = false;                            // as older templates ask for it
  std::optional<jf::document_return_format> return_format;  // as newer ones do
};

// All throw jf::input_error with what is wrong.
Task bind_task(std::string_view headers_json);
ReadInput bind_read(std::string_view variables_json);
WriteInput bind_write(std::string_view variables_json);

}  // namespace csv
