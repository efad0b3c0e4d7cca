#include "format.hpp"

#include "letters.hpp"

#include <nlohmann/json.hpp>

#include <unordered_map>

namespace csv {
namespace {

std::vector<Column> columns_of(const std::vector<std::string>& names) {
  std::vector<Column> columns;
  std::unordered_map<std::string_view, std::size_t> known;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (trimmed(names[i]).empty()) throw Malformed("column " + std::to_string(i + 1) + " of the header has no name");
    const auto [earlier, is_new] = known.emplace(names[i], columns.size());
    if (is_new) {
      columns.push_back({text_json(names[i]), i});
    } else {
      columns[earlier->second].index = i;
    }
  }
  return columns;
}

}  // namespace

std::vector<Column> read_columns(RecordReader& reader, const Format& format) {
  if (!format.skips_header) return columns_of(format.headers);
  const auto first = reader.next();
  if (!format.headers.empty()) return columns_of(format.headers);
  return first ? columns_of(*first) : std::vector<Column>{};
}

std::string text_json(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string object_json(const std::vector<Column>& columns, const Record& record) {
  std::string out = "{";
  for (const Column& column : columns) {
    if (column.index >= record.size()) continue;
    if (out.size() > 1) out += ',';
    out.append(column.name_json).append(":").append(text_json(record[column.index]));
  }
  return out += '}';
}

std::string list_json(const Record& record) {
  std::string out = "[";
  for (const std::string& value : record) {
    if (out.size() > 1) out += ',';
    out += text_json(value);
  }
  return out += ']';
}

}  // namespace csv
