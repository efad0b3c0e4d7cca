#pragma once

// The structs of the plugin interface that cross between host and runner, field by field.
//
// A struct that gets a field gets it here, too; a test holds the lists against the recorded layout. What the writer's
// struct_size does not cover travels as zero, which the interface reads as absent.

#include <jackfield/gateway.h>
#include <jackfield/outbound.h>
#include <jackfield/services.h>

#include <algorithm>
#include <tuple>

#include "isolation/codec.hpp"

namespace jackfield::isolation {

// A list of pairs and its length, which are two fields.
template <typename T>
struct Pairs {
  const jf_kv* T::* list;
  std::uint32_t T::* count;
};

// All but struct_size.
template <typename T>
struct FieldsOf;

template <>
struct FieldsOf<jf_error> {
  static constexpr std::tuple kList{&jf_error::code, &jf_error::message, &jf_error::detail_json};
};
template <>
struct FieldsOf<jf_job> {
  static constexpr std::tuple kList{&jf_job::connector,
                                    &jf_job::type,
                                    &jf_job::variables_json,
                                    &jf_job::headers_json,
                                    &jf_job::bpmn_process_id,
                                    &jf_job::element_id,
                                    &jf_job::tenant_id,
                                    &jf_job::lease_token,
                                    &jf_job::job_key,
                                    &jf_job::process_instance_key,
                                    &jf_job::process_definition_key,
                                    &jf_job::element_instance_key,
                                    &jf_job::process_definition_version,
                                    &jf_job::retries,
                                    &jf_job::deadline_mono_ns};
};
template <>
struct FieldsOf<jf_outcome> {
  static constexpr std::tuple kList{&jf_outcome::kind,      &jf_outcome::json,           &jf_outcome::code,
                                    &jf_outcome::message,   &jf_outcome::variables_json, &jf_outcome::retries,
                                    &jf_outcome::flags,     &jf_outcome::backoff_ms,     &jf_outcome::cookie,
                                    &jf_outcome::error_type};
};
template <>
struct FieldsOf<jf_http_call> {
  static constexpr std::tuple kList{&jf_http_call::flags,
                                    &jf_http_call::method,
                                    &jf_http_call::url,
                                    Pairs<jf_http_call>{&jf_http_call::headers, &jf_http_call::header_count},
                                    &jf_http_call::timeout_ms,
                                    &jf_http_call::body,
                                    &jf_http_call::max_response_bytes,
                                    &jf_http_call::on_behalf_of,
                                    &jf_http_call::connect_timeout_ms,
                                    &jf_http_call::read_timeout_ms,
                                    &jf_http_call::tls};
};
template <>
struct FieldsOf<jf_http_tls> {
  static constexpr std::tuple kList{&jf_http_tls::reserved, &jf_http_tls::client_certificate, &jf_http_tls::private_key,
                                    &jf_http_tls::private_key_password, &jf_http_tls::trusted_certificates};
};
template <>
struct FieldsOf<jf_http_reply> {
  static constexpr std::tuple kList{
      &jf_http_reply::status, Pairs<jf_http_reply>{&jf_http_reply::headers, &jf_http_reply::header_count},
      &jf_http_reply::flags,  &jf_http_reply::body,
      &jf_http_reply::error,  &jf_http_reply::reason};
};
template <>
struct FieldsOf<jf_document_reply> {
  static constexpr std::tuple kList{&jf_document_reply::status, &jf_document_reply::json, &jf_document_reply::message};
};
template <>
struct FieldsOf<jf_message> {
  static constexpr std::tuple kList{&jf_message::flags,           &jf_message::name,       &jf_message::correlation_key,
                                    &jf_message::message_id,      &jf_message::tenant_id,  &jf_message::variables_json,
                                    &jf_message::time_to_live_ms, &jf_message::timeout_ms, &jf_message::on_behalf_of};
};
template <>
struct FieldsOf<jf_gateway_reply> {
  static constexpr std::tuple kList{&jf_gateway_reply::status, &jf_gateway_reply::json, &jf_gateway_reply::message};
};

template <typename T>
concept Struct = requires { FieldsOf<T>::kList; };

// Behind a pointer that may be null.
template <typename Field>
concept StructPointer = std::is_pointer_v<Field> && Struct<std::remove_const_t<std::remove_pointer_t<Field>>>;

template <Struct T>
void put_struct(Encoder& out, const T& from);
template <Struct T>
void take_struct(Decoder& in, T& to);

// Whether whoever filled the struct knew the field.
template <typename T, typename Field>
bool has_field(const T& in, const Field& field) noexcept {
  const auto* base = static_cast<const char*>(static_cast<const void*>(&in));
  const auto* end = static_cast<const char*>(static_cast<const void*>(&field)) + sizeof field;
  return static_cast<std::size_t>(end - base) <= in.struct_size;
}

template <typename T, typename Field>
void put_field(Encoder& out, const T& from, Field T::* field) {
  const Field value = has_field(from, from.*field) ? from.*field : Field{};
  if constexpr (Struct<Field>) {
    put_struct(out, value);
  } else if constexpr (StructPointer<Field>) {
    out.put(std::uint8_t{value != nullptr});
    if (value != nullptr) put_struct(out, *value);
  } else {
    out.put(value);
  }
}
template <typename T>
void put_field(Encoder& out, const T& from, const Pairs<T>& pairs) {
  out.put(from.*pairs.list, from.*pairs.count);
}

template <typename T, typename Field>
void take_field(Decoder& in, T& to, Field T::* field) {
  if constexpr (Struct<Field>) {
    take_struct(in, to.*field);
  } else if constexpr (StructPointer<Field>) {
    to.*field = nullptr;
    if (in.take<std::uint8_t>() == 0) return;
    auto& pointed = in.keep<std::remove_const_t<std::remove_pointer_t<Field>>>();
    take_struct(in, pointed);
    to.*field = &pointed;
  } else {
    in.take(to.*field);
  }
}
template <typename T>
void take_field(Decoder& in, T& to, const Pairs<T>& pairs) {
  in.take(to.*pairs.list, to.*pairs.count);
}

template <Struct T>
void put_struct(Encoder& out, const T& from) {
  out.put(from.struct_size);
  std::apply([&](const auto&... field) { (put_field(out, from, field), ...); }, FieldsOf<T>::kList);
}

template <Struct T>
void take_struct(Decoder& in, T& to) {
  to.struct_size = std::min<std::uint32_t>(in.take<std::uint32_t>(), sizeof(T));
  std::apply([&](const auto&... field) { (take_field(in, to, field), ...); }, FieldsOf<T>::kList);
}

}  // namespace jackfield::isolation
