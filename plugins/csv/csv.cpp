// io.camunda:csv-connector: delimited text to records and back. The task header `operation` says which.

#include "input.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace csv {
namespace {

constexpr std::string_view kFunctionMark = "camunda.function.type";
constexpr std::size_t kMostDocumentBytes = std::size_t{64} << 20;  // a text is read from memory
constexpr std::size_t kRecordsBetweenLooks = 256;                  // at whether the op is to end

struct Reading {
  jf::op op;
  ReadInput input;
  std::string record_mapper;
};

class Csv final : public jf::outbound_connector {
 public:
  void execute(jf::op op, jf::job_view job) override {
    const Task task = bind_task(job.headers_json());
    const std::string_view variables = job.variables_json();
    if (variables.find(kFunctionMark) == std::string_view::npos) return begin(std::move(op), task, variables);
    resolve(std::move(op), task, variables);
  }

 private:
  // Intrinsic functions of the model stand for values.
  void resolve(jf::op op, const Task& task, std::string_view variables) {
    const jf_op id = op.id();
    host().documents().resolve(variables, id, [this, op = std::move(op), task](jf::document_reply resolved) mutable {
      resolved.throw_if_failed();
      host().executor().run([this, op = std::move(op), task, variables = std::string(resolved.json())]() mutable {
        begin(std::move(op), task, variables);
      });
    });
  }

  void begin(jf::op op, const Task& task, std::string_view variables) {
    if (task.operation == Operation::Write) return write(std::move(op), bind_write(variables));
    auto reading = std::make_shared<Reading>(Reading{std::move(op), bind_read(variables), task.record_mapper});
    if (reading->input.reference_json.empty()) return read(*reading);
    fetch(reading);
  }

  // The content comes on a thread that must not work for long.
  void fetch(const std::shared_ptr<Reading>& reading) {
    const jf::document_read how{kMostDocumentBytes, reading->op.id()};
    host().documents().read(reading->input.reference_json, how,
                            [this, reading](jf::document_reply reply, std::string content) {
                              if (!reply) return reading->op.fail(failure_of(reply));
                              reading->input.text = std::move(content);
                              host().executor().run([this, reading] { read(*reading); });
                            });
  }

  void read(Reading& reading) const noexcept {
    try {
      const std::string response = "{\"records\":[" + records(reading) + "]}";
      if (reading.op.is_cancelled()) return reading.op.cancelled();
      reading.op.result(jf::raw_json{response});
    } catch (const Malformed& e) {
      // Another attempt may find another document.
      reading.op.retry({}, std::string("cannot read the CSV data: ") + e.what(), -1, std::chrono::milliseconds(-1));
    } catch (...) {
      reading.op.fail_with_current_exception();
    }
  }

  std::string records(const Reading& reading) const {
    const ReadInput& input = reading.input;
    RecordReader reader(input.text, input.format.delimiter);
    const auto columns = read_columns(reader, input.format);
    std::string out;
    std::size_t count = 0;
    while (const auto record = reader.next()) {
      if (++count % kRecordsBetweenLooks == 0 && reading.op.is_cancelled()) break;
      const std::string json = input.row_type == RowType::Object ? object_json(columns, *record) : list_json(*record);
      const std::string mapped = reading.record_mapper.empty() ? json : map(reading.record_mapper, json, count);
      if (mapped == "null") continue;
      if (!out.empty()) out += ',';
      out += mapped;
    }
    return out;
  }

  std::string map(const std::string& mapper, const std::string& record, std::size_t number) const {
    try {
      return host().feel().eval_json(mapper, "{\"record\":" + record + "}");
    } catch (const jf::service_error& e) {
      throw jf::error({}, "recordMapper, record " + std::to_string(number) + ": " + e.what());
    }
  }

  void write(jf::op op, const WriteInput& input) const {
    std::string text;
    const Format& format = input.format;
    if (!format.headers.empty() && !format.skips_header) {
      write_record({format.headers.begin(), format.headers.end()}, format.delimiter, text);
    }
    for (const auto& row : input.rows) write_record(row, format.delimiter, text);
    if (!input.return_format && !input.creates_document) {
      return op.result(jf::raw_json{"{\"content\":" + text_json(text) + "}"});
    }
    keep(std::move(op), text, input);
  }

  void keep(jf::op op, const std::string& text, const WriteInput& input) const {
    jf::new_document document;
    document.content_type = "text/csv";
    if (input.return_format) document.file_name = "result.csv";
    document.return_format = input.return_format;
    document.on_behalf_of = op.id();
    const bool is_text = input.return_format && input.return_format->choice == "TEXT";
    host().documents().create(text, document, [op = std::move(op), is_text](jf::document_reply kept) mutable {
      if (!kept) return op.fail(failure_of(kept));
      op.result(jf::raw_json{std::string(is_text ? "{\"content\":" : "{\"document\":").append(kept.json()) + "}"});
    });
  }

  static jf::failure failure_of(const jf::document_reply& reply) {
    jf::failure why;
    if (reply.status() == JF_ERR_CANCELLED || reply.status() == JF_ERR_CLOSING) why.kind = JF_OUTCOME_CANCELLED;
    if (reply.status() == JF_ERR_INVALID) why.kind = JF_OUTCOME_INPUT;
    why.message = reply.message();
    return why;
  }
};

}  // namespace
}  // namespace csv

JF_PLUGIN(jf::connectors<csv::Csv>("io.camunda:csv-connector"))
