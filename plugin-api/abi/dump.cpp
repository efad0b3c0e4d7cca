// Prints the layout of the C interface as this compiler sees it. abi/v1.json is a recording of its output; the test
// abi_layout compares the two. Exits with 1 when a struct has bytes that no listed field accounts for.

#include "type_names.hpp"

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace {

struct Field {
  const char* name;
  std::size_t offset, size;
  std::string type;
};

struct Struct {
  const char* name;
  std::size_t size;
  std::vector<Field> fields;
};

struct Value {
  const char* name;
  long long number;
};

struct Id {
  const char *name, *text;
};

template <class T>
Struct described(const char* name, std::vector<Field> fields) {
  return {name, sizeof(T), std::move(fields)};
}

#define ABI_FIELD(type, field)                                                                     \
  Field {                                                                                          \
    #field, offsetof(type, field), sizeof(type::field), abi::name_of<decltype(type::field)>::get() \
  }
#define ABI_VALUE(name)                 \
  Value {                               \
    #name, static_cast<long long>(name) \
  }
#define ABI_ID(name) \
  Id {               \
    #name, name      \
  }

std::vector<Struct> structs() {
  return {
      described<jf_str>("jf_str", {ABI_FIELD(jf_str, ptr), ABI_FIELD(jf_str, len)}),
      described<jf_bytes>("jf_bytes", {ABI_FIELD(jf_bytes, ptr), ABI_FIELD(jf_bytes, len)}),
      described<jf_kv>("jf_kv", {ABI_FIELD(jf_kv, key), ABI_FIELD(jf_kv, value)}),
      described<jf_error>("jf_error", {ABI_FIELD(jf_error, struct_size), ABI_FIELD(jf_error, code),
                                       ABI_FIELD(jf_error, message), ABI_FIELD(jf_error, detail_json)}),
      described<jf_sink>("jf_sink", {ABI_FIELD(jf_sink, ctx), ABI_FIELD(jf_sink, error), ABI_FIELD(jf_sink, write)}),
      described<jf_host>(
          "jf_host", {ABI_FIELD(jf_host, struct_size), ABI_FIELD(jf_host, abi_major), ABI_FIELD(jf_host, abi_minor),
                      ABI_FIELD(jf_host, flags), ABI_FIELD(jf_host, ctx), ABI_FIELD(jf_host, name),
                      ABI_FIELD(jf_host, version), ABI_FIELD(jf_host, get_extension), ABI_FIELD(jf_host, now_mono_ns),
                      ABI_FIELD(jf_host, log_level), ABI_FIELD(jf_host, log)}),
      described<jf_plugin>(
          "jf_plugin", {ABI_FIELD(jf_plugin, struct_size), ABI_FIELD(jf_plugin, flags), ABI_FIELD(jf_plugin, self),
                        ABI_FIELD(jf_plugin, get_extension), ABI_FIELD(jf_plugin, start), ABI_FIELD(jf_plugin, stop),
                        ABI_FIELD(jf_plugin, destroy)}),
      described<jf_resource>("jf_resource", {ABI_FIELD(jf_resource, name), ABI_FIELD(jf_resource, media_type),
                                             ABI_FIELD(jf_resource, data)}),
      described<jf_plugin_entry>("jf_plugin_entry",
                                 {ABI_FIELD(jf_plugin_entry, struct_size), ABI_FIELD(jf_plugin_entry, abi_major),
                                  ABI_FIELD(jf_plugin_entry, abi_minor), ABI_FIELD(jf_plugin_entry, abi_minor_required),
                                  ABI_FIELD(jf_plugin_entry, layout), ABI_FIELD(jf_plugin_entry, manifest_json),
                                  ABI_FIELD(jf_plugin_entry, resources), ABI_FIELD(jf_plugin_entry, resource_count),
                                  ABI_FIELD(jf_plugin_entry, flags), ABI_FIELD(jf_plugin_entry, create)}),
      described<jf_host_lifecycle>(
          "jf_host_lifecycle", {ABI_FIELD(jf_host_lifecycle, struct_size), ABI_FIELD(jf_host_lifecycle, reserved),
                                ABI_FIELD(jf_host_lifecycle, stopped), ABI_FIELD(jf_host_lifecycle, request_restart)}),
      described<jf_job>(
          "jf_job", {ABI_FIELD(jf_job, struct_size), ABI_FIELD(jf_job, connector), ABI_FIELD(jf_job, type),
                     ABI_FIELD(jf_job, variables_json), ABI_FIELD(jf_job, headers_json),
                     ABI_FIELD(jf_job, bpmn_process_id), ABI_FIELD(jf_job, element_id), ABI_FIELD(jf_job, tenant_id),
                     ABI_FIELD(jf_job, lease_token), ABI_FIELD(jf_job, job_key),
                     ABI_FIELD(jf_job, process_instance_key), ABI_FIELD(jf_job, process_definition_key),
                     ABI_FIELD(jf_job, element_instance_key), ABI_FIELD(jf_job, process_definition_version),
                     ABI_FIELD(jf_job, retries), ABI_FIELD(jf_job, deadline_mono_ns)}),
      described<jf_outcome>(
          "jf_outcome",
          {ABI_FIELD(jf_outcome, struct_size), ABI_FIELD(jf_outcome, kind), ABI_FIELD(jf_outcome, json),
           ABI_FIELD(jf_outcome, code), ABI_FIELD(jf_outcome, message), ABI_FIELD(jf_outcome, variables_json),
           ABI_FIELD(jf_outcome, retries), ABI_FIELD(jf_outcome, flags), ABI_FIELD(jf_outcome, backoff_ms),
           ABI_FIELD(jf_outcome, cookie), ABI_FIELD(jf_outcome, error_type)}),
      described<jf_outbound>("jf_outbound", {ABI_FIELD(jf_outbound, struct_size), ABI_FIELD(jf_outbound, reserved),
                                             ABI_FIELD(jf_outbound, execute), ABI_FIELD(jf_outbound, cancel)}),
      described<jf_outbound_ack>("jf_outbound_ack",
                                 {ABI_FIELD(jf_outbound_ack, struct_size), ABI_FIELD(jf_outbound_ack, reserved),
                                  ABI_FIELD(jf_outbound_ack, on_ack)}),
      described<jf_host_ops>("jf_host_ops", {ABI_FIELD(jf_host_ops, struct_size), ABI_FIELD(jf_host_ops, reserved),
                                             ABI_FIELD(jf_host_ops, complete), ABI_FIELD(jf_host_ops, is_cancelled),
                                             ABI_FIELD(jf_host_ops, extend), ABI_FIELD(jf_host_ops, log)}),
      described<jf_http_tls>(
          "jf_http_tls", {ABI_FIELD(jf_http_tls, struct_size), ABI_FIELD(jf_http_tls, reserved),
                          ABI_FIELD(jf_http_tls, client_certificate), ABI_FIELD(jf_http_tls, private_key),
                          ABI_FIELD(jf_http_tls, private_key_password), ABI_FIELD(jf_http_tls, trusted_certificates)}),
      described<jf_http_call>(
          "jf_http_call",
          {ABI_FIELD(jf_http_call, struct_size), ABI_FIELD(jf_http_call, flags), ABI_FIELD(jf_http_call, method),
           ABI_FIELD(jf_http_call, url), ABI_FIELD(jf_http_call, headers), ABI_FIELD(jf_http_call, header_count),
           ABI_FIELD(jf_http_call, timeout_ms), ABI_FIELD(jf_http_call, body),
           ABI_FIELD(jf_http_call, max_response_bytes), ABI_FIELD(jf_http_call, on_behalf_of),
           ABI_FIELD(jf_http_call, connect_timeout_ms), ABI_FIELD(jf_http_call, read_timeout_ms),
           ABI_FIELD(jf_http_call, tls)}),
      described<jf_http_reply>(
          "jf_http_reply",
          {ABI_FIELD(jf_http_reply, struct_size), ABI_FIELD(jf_http_reply, status), ABI_FIELD(jf_http_reply, headers),
           ABI_FIELD(jf_http_reply, header_count), ABI_FIELD(jf_http_reply, flags), ABI_FIELD(jf_http_reply, body),
           ABI_FIELD(jf_http_reply, error), ABI_FIELD(jf_http_reply, reason)}),
      described<jf_host_http>("jf_host_http", {ABI_FIELD(jf_host_http, struct_size), ABI_FIELD(jf_host_http, reserved),
                                               ABI_FIELD(jf_host_http, send), ABI_FIELD(jf_host_http, abort)}),
      described<jf_host_timer>("jf_host_timer",
                               {ABI_FIELD(jf_host_timer, struct_size), ABI_FIELD(jf_host_timer, reserved),
                                ABI_FIELD(jf_host_timer, after), ABI_FIELD(jf_host_timer, cancel)}),
      described<jf_host_executor>("jf_host_executor",
                                  {ABI_FIELD(jf_host_executor, struct_size), ABI_FIELD(jf_host_executor, reserved),
                                   ABI_FIELD(jf_host_executor, run_blocking)}),
      described<jf_host_metrics>("jf_host_metrics",
                                 {ABI_FIELD(jf_host_metrics, struct_size), ABI_FIELD(jf_host_metrics, reserved),
                                  ABI_FIELD(jf_host_metrics, define), ABI_FIELD(jf_host_metrics, record)}),
      described<jf_host_memory>(
          "jf_host_memory",
          {ABI_FIELD(jf_host_memory, struct_size), ABI_FIELD(jf_host_memory, reserved),
           ABI_FIELD(jf_host_memory, alloc), ABI_FIELD(jf_host_memory, realloc), ABI_FIELD(jf_host_memory, free)}),
      described<jf_document_reply>("jf_document_reply",
                                   {ABI_FIELD(jf_document_reply, struct_size), ABI_FIELD(jf_document_reply, status),
                                    ABI_FIELD(jf_document_reply, json), ABI_FIELD(jf_document_reply, message)}),
      described<jf_host_documents>("jf_host_documents",
                                   {ABI_FIELD(jf_host_documents, struct_size), ABI_FIELD(jf_host_documents, reserved),
                                    ABI_FIELD(jf_host_documents, read), ABI_FIELD(jf_host_documents, create),
                                    ABI_FIELD(jf_host_documents, write), ABI_FIELD(jf_host_documents, on_room),
                                    ABI_FIELD(jf_host_documents, finish), ABI_FIELD(jf_host_documents, abandon),
                                    ABI_FIELD(jf_host_documents, link), ABI_FIELD(jf_host_documents, resolve)}),
      described<jf_host_feel>("jf_host_feel", {ABI_FIELD(jf_host_feel, struct_size), ABI_FIELD(jf_host_feel, reserved),
                                               ABI_FIELD(jf_host_feel, eval)}),
      described<jf_host_secrets>("jf_host_secrets",
                                 {ABI_FIELD(jf_host_secrets, struct_size), ABI_FIELD(jf_host_secrets, reserved),
                                  ABI_FIELD(jf_host_secrets, resolve), ABI_FIELD(jf_host_secrets, redact)}),
      described<jf_host_state>("jf_host_state",
                               {ABI_FIELD(jf_host_state, struct_size), ABI_FIELD(jf_host_state, reserved),
                                ABI_FIELD(jf_host_state, get), ABI_FIELD(jf_host_state, put)}),
      described<jf_host_reactor>(
          "jf_host_reactor",
          {ABI_FIELD(jf_host_reactor, struct_size), ABI_FIELD(jf_host_reactor, reserved),
           ABI_FIELD(jf_host_reactor, add), ABI_FIELD(jf_host_reactor, modify), ABI_FIELD(jf_host_reactor, remove)}),
      described<jf_message>(
          "jf_message",
          {ABI_FIELD(jf_message, struct_size), ABI_FIELD(jf_message, flags), ABI_FIELD(jf_message, name),
           ABI_FIELD(jf_message, correlation_key), ABI_FIELD(jf_message, message_id), ABI_FIELD(jf_message, tenant_id),
           ABI_FIELD(jf_message, variables_json), ABI_FIELD(jf_message, time_to_live_ms),
           ABI_FIELD(jf_message, timeout_ms), ABI_FIELD(jf_message, on_behalf_of)}),
      described<jf_gateway_reply>("jf_gateway_reply",
                                  {ABI_FIELD(jf_gateway_reply, struct_size), ABI_FIELD(jf_gateway_reply, status),
                                   ABI_FIELD(jf_gateway_reply, json), ABI_FIELD(jf_gateway_reply, message)}),
      described<jf_host_gateway>("jf_host_gateway",
                                 {ABI_FIELD(jf_host_gateway, struct_size), ABI_FIELD(jf_host_gateway, reserved),
                                  ABI_FIELD(jf_host_gateway, publish), ABI_FIELD(jf_host_gateway, correlate)}),
  };
}

std::vector<Value> values() {
  return {ABI_VALUE(JF_ABI_MAJOR),
          ABI_VALUE(JF_ABI_MINOR),
          ABI_VALUE(JF_DISPATCH_BUDGET_MS),
          ABI_VALUE(JF_LAYOUT),
          ABI_VALUE(JF_OK),
          ABI_VALUE(JF_ERR_INVALID),
          ABI_VALUE(JF_ERR_UNSUPPORTED),
          ABI_VALUE(JF_ERR_STALE),
          ABI_VALUE(JF_ERR_BUSY),
          ABI_VALUE(JF_ERR_NOMEM),
          ABI_VALUE(JF_ERR_CANCELLED),
          ABI_VALUE(JF_ERR_DEADLINE),
          ABI_VALUE(JF_ERR_IO),
          ABI_VALUE(JF_ERR_DENIED),
          ABI_VALUE(JF_ERR_NOT_FOUND),
          ABI_VALUE(JF_ERR_CONFLICT),
          ABI_VALUE(JF_ERR_TOO_LARGE),
          ABI_VALUE(JF_ERR_CLOSING),
          ABI_VALUE(JF_ERR_INTERNAL),
          ABI_VALUE(JF_LOG_TRACE),
          ABI_VALUE(JF_LOG_DEBUG),
          ABI_VALUE(JF_LOG_INFO),
          ABI_VALUE(JF_LOG_WARN),
          ABI_VALUE(JF_LOG_ERROR),
          ABI_VALUE(JF_LOG_HOST_MISBEHAVING),
          ABI_VALUE(JF_LOG_PLUGIN_MISBEHAVING),
          ABI_VALUE(JF_HOST_ISOLATED),
          ABI_VALUE(JF_HOST_CHECKER),
          ABI_VALUE(JF_HOST_PROBE),
          ABI_VALUE(JF_OUTCOME_RESULT),
          ABI_VALUE(JF_OUTCOME_ERROR),
          ABI_VALUE(JF_OUTCOME_RETRY),
          ABI_VALUE(JF_OUTCOME_INPUT),
          ABI_VALUE(JF_OUTCOME_CANCELLED),
          ABI_VALUE(JF_OUTCOME_ADHOC),
          ABI_VALUE(JF_CANCEL_DEADLINE),
          ABI_VALUE(JF_CANCEL_JOB_GONE),
          ABI_VALUE(JF_CANCEL_DRAIN),
          ABI_VALUE(JF_CANCEL_SHUTDOWN),
          ABI_VALUE(JF_HTTP_NO_REDIRECT),
          ABI_VALUE(JF_HTTP_NO_PROXY),
          ABI_VALUE(JF_HTTP_STREAM_BODY),
          ABI_VALUE(JF_METRIC_COUNTER),
          ABI_VALUE(JF_METRIC_GAUGE),
          ABI_VALUE(JF_METRIC_HISTOGRAM),
          ABI_VALUE(JF_STATE_MAX_KEY),
          ABI_VALUE(JF_STATE_MAX_VALUE),
          ABI_VALUE(JF_STATE_MAX_TOTAL),
          ABI_VALUE(JF_STATE_MAX_KEYS),
          ABI_VALUE(JF_REACTOR_READ),
          ABI_VALUE(JF_REACTOR_WRITE),
          ABI_VALUE(JF_REACTOR_ERROR)};
}

std::vector<Id> ids() {
  return {ABI_ID(JF_HOST_LIFECYCLE), ABI_ID(JF_OUTBOUND),       ABI_ID(JF_OUTBOUND_ACK),  ABI_ID(JF_HOST_OPS),
          ABI_ID(JF_HOST_HTTP),      ABI_ID(JF_HOST_TIMER),     ABI_ID(JF_HOST_EXECUTOR), ABI_ID(JF_HOST_METRICS),
          ABI_ID(JF_HOST_MEMORY),    ABI_ID(JF_HOST_DOCUMENTS), ABI_ID(JF_HOST_FEEL),     ABI_ID(JF_HOST_SECRETS),
          ABI_ID(JF_HOST_STATE),     ABI_ID(JF_HOST_REACTOR),   ABI_ID(JF_HOST_GATEWAY)};
}

std::vector<std::pair<const char*, std::string>> functions() {
  return {{"jf_plugin_entry_v1", abi::name_of<decltype(&jf_plugin_entry_v1)>::get()},
          {"jf_result_cb", abi::name_of<jf_result_cb>::get()},
          {"jf_http_cb", abi::name_of<jf_http_cb>::get()},
          {"jf_timer_cb", abi::name_of<jf_timer_cb>::get()},
          {"jf_document_cb", abi::name_of<jf_document_cb>::get()},
          {"jf_chunk_cb", abi::name_of<jf_chunk_cb>::get()},
          {"jf_ready_cb", abi::name_of<jf_ready_cb>::get()},
          {"jf_gateway_cb", abi::name_of<jf_gateway_cb>::get()}};
}

bool is_covered(const Struct& s) {
  std::size_t end = 0;
  for (const Field& field : s.fields) {
    if (field.offset != end) return false;
    end += field.size;
  }
  return end == s.size;
}

void print(const Struct& s, bool is_last) {
  std::printf("    \"%s\": {\"size\": %zu, \"fields\": [\n", s.name, s.size);
  for (const Field& f : s.fields) {
    std::printf("      {\"name\": \"%s\", \"offset\": %zu, \"size\": %zu, \"type\": \"%s\"}%s\n", f.name, f.offset,
                f.size, f.type.c_str(), &f == &s.fields.back() ? "" : ",");
  }
  std::printf("    ]}%s\n", is_last ? "" : ",");
}

template <class List, class Print>
void print_object(const char* name, const List& list, const char* end, Print&& print_one) {
  std::printf("  \"%s\": {\n", name);
  for (const auto& one : list) {
    print_one(one);
    std::printf("%s\n", &one == &list.back() ? "" : ",");
  }
  std::printf("  }%s\n", end);
}

}  // namespace

int main() {
  const auto all = structs();
  std::printf("{\n");
  print_object("functions", functions(), ",",
               [](const auto& f) { std::printf("    \"%s\": \"%s\"", f.first, f.second.c_str()); });
  print_object("ids", ids(), ",", [](const Id& id) { std::printf("    \"%s\": \"%s\"", id.name, id.text); });
  print_object("values", values(), ",", [](const Value& v) { std::printf("    \"%s\": %lld", v.name, v.number); });
  std::printf("  \"structs\": {\n");
  for (const Struct& s : all) print(s, &s == &all.back());
  std::printf("  }\n}\n");
  for (const Struct& s : all) {
    if (is_covered(s)) continue;
    std::fprintf(stderr, "%s: its listed fields leave bytes out\n", s.name);
    return 1;
  }
}
