#include "feel/context.hpp"

#include "feel/cells.hpp"
#include "feel/json_scan.hpp"
#include "feel/json_window.hpp"

namespace jackfield::feel {
namespace {

Result<Value> read_document(DocumentCell* document, JsonSource source) {
  const Value keeper = ValueAccess::adopt(Kind::Null, document);  // ends with this scope
  if (document->text.size() > json::kMaxTextBytes) return Failure{Fault::Rejected, "the JSON text is too large"};
  if (source == JsonSource::Check) {
    const auto checked = json::check(*document);
    if (!checked) return checked.failure();
    document->is_checked = true;
  }
  const char* at = json::skip_blanks(document->text.data(), document->end());
  return json::read_top(document, at);
}

}  // namespace

Result<Value> json_value(std::string text, JsonSource source) {
  return read_document(new DocumentCell(std::move(text)), source);
}

Result<Value> borrowed_json_value(std::string_view text, JsonSource source) {
  return read_document(new DocumentCell(text), source);
}

void Context::add(std::string_view name, Value value) {
  auto& into = value.is(Kind::Function) ? functions_ : layers_;
  into.push_back({Value::string(name), std::move(value)});
}

void Context::add_all(const Value& context) {
  if (!context.is(Kind::Context)) return;
  layers_.push_back({Value(), context});
  if (ValueAccess::is_window(context)) return;
  for (const NamedFunction& it : ValueAccess::context(context)->functions) {
    functions_.push_back({it.name, it.function});
  }
}

Context Context::of_response(const Value& response) {
  Context out;
  out.add_all(response);
  out.add("response", response);
  return out;
}

}  // namespace jackfield::feel
