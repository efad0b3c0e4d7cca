#pragma once

// How a text is laid out, and what a record becomes in a job's variables: an object by column names, or a list.

#include "record_reader.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace csv {

enum class RowType { Object, Array };

struct Format {
  std::string delimiter = ",";
  bool skips_header = true;          // reading: the first record is no data; writing: no line with names
  std::vector<std::string> headers;  // empty: none are given
};

struct Column {
  std::string name_json;  // quoted
  std::size_t index;      // in the record; of several columns of one name that of the last
};

// Takes the first record off the reader where it is no data, and says what the columns are called. Without names given
// it is that record that names them. Throws Malformed when a name is blank.
std::vector<Column> read_columns(RecordReader& reader, const Format& format);

// JSON texts. Bytes that are not UTF-8 become the replacement character. Of an object, columns that the record does not
// have are left out, and so are values without a column.
std::string text_json(std::string_view text);
std::string object_json(const std::vector<Column>& columns, const Record& record);
std::string list_json(const Record& record);

}  // namespace csv
