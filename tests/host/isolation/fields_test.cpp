#include "isolation/fields.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace jackfield::isolation {
namespace {

// How many fields of the struct a list covers, struct_size included.
template <typename T>
std::size_t covered() {
  std::size_t count = 1;
  const auto add = [&]<typename Field>(const Field&) { count += std::is_same_v<Field, Pairs<T>> ? 2 : 1; };
  std::apply([&](const auto&... field) { (add(field), ...); }, FieldsOf<T>::kList);
  return count;
}

// How many fields it has, as recorded.
std::size_t recorded(const std::string& name) {
  static const nlohmann::json layout = nlohmann::json::parse(std::ifstream(JF_SOURCE_DIR "/plugin-api/abi/v1.json"));
  return layout.at("structs").at(name).at("fields").size();
}

TEST(Fields, no_field_of_a_struct_that_crosses_is_forgotten) {
  EXPECT_EQ(covered<jf_error>(), recorded("jf_error"));
  EXPECT_EQ(covered<jf_job>(), recorded("jf_job"));
  EXPECT_EQ(covered<jf_outcome>(), recorded("jf_outcome"));
  EXPECT_EQ(covered<jf_http_call>(), recorded("jf_http_call"));
  EXPECT_EQ(covered<jf_http_tls>(), recorded("jf_http_tls"));
  EXPECT_EQ(covered<jf_http_reply>(), recorded("jf_http_reply"));
  EXPECT_EQ(covered<jf_document_reply>(), recorded("jf_document_reply"));
  EXPECT_EQ(covered<jf_message>(), recorded("jf_message"));
  EXPECT_EQ(covered<jf_gateway_reply>(), recorded("jf_gateway_reply"));
}

TEST(Fields, a_struct_of_an_older_writer_has_zeros_where_it_has_no_fields) {
  jf_outcome old{};
  old.struct_size = offsetof(jf_outcome, error_type);
  old.kind = JF_OUTCOME_ERROR;
  old.cookie = 9;
  old.error_type = borrow("not there");
  Encoder out;
  put_struct(out, old);
  jf_outcome read{};
  Decoder in(out.bytes());
  take_struct(in, read);
  EXPECT_TRUE(in.is_good());
  EXPECT_EQ(read.struct_size, old.struct_size);
  EXPECT_EQ(read.cookie, 9U);
  EXPECT_EQ(read.error_type.ptr, nullptr);
}

TEST(Fields, a_struct_behind_a_pointer_comes_along_or_stays_away) {
  jf_http_tls tls{};
  tls.struct_size = sizeof tls;
  tls.private_key = borrow("key");
  jf_http_call call{};
  call.struct_size = sizeof call;
  call.tls = &tls;
  Encoder with;
  put_struct(with, call);
  call.tls = nullptr;
  Encoder without;
  put_struct(without, call);
  jf_http_call read{};
  Decoder in(with.bytes());
  take_struct(in, read);
  ASSERT_NE(read.tls, nullptr);
  EXPECT_EQ(view(read.tls->private_key), "key");
  Decoder none(without.bytes());
  take_struct(none, read);
  EXPECT_EQ(read.tls, nullptr);
}

TEST(Fields, a_struct_within_a_struct_and_its_list_come_along) {
  const jf_kv header{borrow("Content-Type"), borrow("text/plain")};
  jf_http_reply reply{};
  reply.struct_size = sizeof reply;
  reply.headers = &header;
  reply.header_count = 1;
  reply.error.struct_size = sizeof(jf_error);
  reply.error.code = JF_ERR_IO;
  reply.error.message = borrow("refused");
  Encoder out;
  put_struct(out, reply);
  jf_http_reply read{};
  Decoder in(out.bytes());
  take_struct(in, read);
  ASSERT_EQ(read.header_count, 1U);
  EXPECT_EQ(view(read.headers[0].value), "text/plain");
  EXPECT_EQ(read.error.code, JF_ERR_IO);
  EXPECT_EQ(view(read.error.message), "refused");
  EXPECT_EQ(read.body.ptr, nullptr);
}

}  // namespace
}  // namespace jackfield::isolation
