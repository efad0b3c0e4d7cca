#include "input.hpp"

#include "letters.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <utility>

namespace csv {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void reject(const std::string& field, const std::string& wanted) {
  throw jf::input_error("input \"" + field + "\": expected " + wanted);
}

Json parse_object(std::string_view text) {
  Json object = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) throw jf::input_error("variables: expected a JSON object");
  return object;
}

// The member, a list of one unwrapped; null when it is missing.
Json member(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return nullptr;
  return found->is_array() && found->size() == 1 ? found->front() : *found;
}

std::optional<std::string> bind_text(const Json& value, const std::string& field) {
  if (value.is_null()) return std::nullopt;
  if (value.is_string()) return value.get<std::string>();
  if (value.is_structured()) reject(field, "a text");
  return value.dump();
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool bind_flag(const Json& value, const std::string& field, bool otherwise) {
  if (value.is_null()) return otherwise;
  if (value.is_boolean()) return value.get<bool>();
  const std::string text = lower(bind_text(value, field).value_or(""));
  if (text.empty()) return otherwise;
  if (text != "true" && text != "false") reject(field, "true or false");
  return text == "true";
}

// Blanks around it do not count, but a blank alone does: so a tab can be typed into a model.
std::string bind_delimiter(const Json& value) {
  const std::string given = bind_text(value, "format.delimiter").value_or(",");
  const std::string delimiter(trimmed(given).empty() ? std::string_view(given) : trimmed(given));
  if (delimiter.empty()) reject("format.delimiter", "at least one character");
  if (delimiter.find_first_of("\r\n\"") != std::string::npos) reject("format.delimiter", "no quote and no line end");
  return delimiter;
}

std::vector<std::string> bind_headers(const Json& format) {
  std::vector<std::string> headers;
  const auto found = format.find("headers");
  if (found == format.end() || found->is_null()) return headers;
  const Json list = found->is_array() ? *found : Json::array({*found});
  for (const Json& name : list) headers.push_back(bind_text(name, "format.headers").value_or(""));
  return headers;
}

Format bind_format(const Json& variables) {
  const Json format = member(variables, "format");
  if (format.is_null()) return {};
  if (!format.is_object()) reject("format", "an object");
  return {bind_delimiter(member(format, "delimiter")),
          bind_flag(member(format, "skipHeaderRecord"), "format.skipHeaderRecord", true), bind_headers(format)};
}

RowType bind_row_type(const Json& value) {
  const std::string name = lower(bind_text(value, "rowType").value_or("object"));
  if (name == "array") return RowType::Array;
  if (name != "object" && !name.empty()) reject("rowType", "Object or Array");
  return RowType::Object;
}

bool is_document(const Json& value) {
  return value.is_object() && value.contains("camunda.document.type");
}

std::optional<jf::document_return_format> bind_return_format(const Json& variables) {
  const Json format = member(variables, "documentReturnFormat");
  if (!format.is_object()) return std::nullopt;
  const std::string choice = bind_text(member(format, "choice"), "documentReturnFormat.choice").value_or("");
  if (trimmed(choice).empty()) return std::nullopt;
  return jf::document_return_format{
      choice, bind_text(member(format, "encoding"), "documentReturnFormat.encoding").value_or("")};
}

// Objects and lists within a record are written as JSON.
Value value_of(const Json& given) {
  if (given.is_null()) return std::nullopt;
  if (given.is_string()) return given.get<std::string>();
  return given.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<Value> row_of(const Json& given, const Format& format) {
  std::vector<Value> row;
  if (given.is_array()) {
    for (const Json& value : given) row.push_back(value_of(value));
    return row;
  }
  if (!given.is_object()) reject("data", "a list of lists or of objects");
  if (format.headers.empty())
    throw jf::input_error("Headers must be defined when the rows are objects: format.headers");
  for (const std::string& name : format.headers) {
    const auto found = given.find(name);
    row.push_back(found == given.end() ? std::nullopt : value_of(*found));
  }
  return row;
}

}  // namespace

Task bind_task(std::string_view headers_json) {
  const Json headers = parse_object(headers_json);
  const Json operation = member(headers, "operation");
  if (!operation.is_string())
    throw jf::input_error("task header \"operation\" is missing: expected readCsv or writeCsv");
  const std::string id = operation.get<std::string>();
  if (id != "readCsv" && id != "writeCsv") {
    throw jf::input_error("operation \"" + id + "\" not found: expected readCsv or writeCsv");
  }
  const std::string mapper = bind_text(member(headers, "recordMapper"), "recordMapper").value_or("");
  return {id == "readCsv" ? Operation::Read : Operation::Write, trimmed(mapper).empty() ? std::string() : mapper};
}

ReadInput bind_read(std::string_view variables_json) {
  const Json variables = parse_object(variables_json);
  const Json document = member(variables, "document");
  const Json data = document.is_null() ? member(variables, "data") : document;
  if (data.is_null()) throw jf::input_error("No CSV data provided: neither \"document\" nor \"data\" has any");
  ReadInput input;
  if (is_document(data)) {
    input.reference_json = data.dump();
  } else if (data.is_string() && document.is_null()) {
    input.text = data.get<std::string>();
  } else {
    reject(document.is_null() ? "data" : "document", document.is_null() ? "a text or a document" : "a document");
  }
  input.format = bind_format(variables);
  input.row_type = bind_row_type(member(variables, "rowType"));
  const Format& format = input.format;
  if (input.row_type == RowType::Object && format.headers.empty() && !format.skips_header) {
    throw jf::input_error("rows as objects need names: give format.headers, or let the first record name the columns");
  }
  return input;
}

WriteInput bind_write(std::string_view variables_json) {
  const Json variables = parse_object(variables_json);
  WriteInput input;
  input.format = bind_format(variables);
  const auto data = variables.find("data");
  if (data == variables.end() || !data->is_array()) reject("data", "a list of lists or of objects");
  for (const Json& row : *data) input.rows.push_back(row_of(row, input.format));
  input.creates_document = bind_flag(member(variables, "createDocument"), "createDocument", false);
  input.return_format = bind_return_format(variables);
  if (input.return_format && input.return_format->choice == "JSON") {
    throw jf::error({}, "documentReturnFormat JSON: CSV text is no JSON; choose TEXT or DOCUMENT");
  }
  return input;
}

}  // namespace csv
