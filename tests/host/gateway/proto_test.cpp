// Holds proto/gateway.proto to the protocol as a list: what is in one and not in the other is a wire that breaks.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "gateway.pb.h"

namespace jackfield::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using testing::Contains;
using testing::UnorderedElementsAreArray;

const FileDescriptor& file() {
  return *gateway_protocol::ActivatedJob::descriptor()->file();
}

std::string local(const std::string& full) {
  return full.substr(std::string_view("gateway_protocol.").size());
}

std::string type_of(const FieldDescriptor& field) {
  if (field.message_type() != nullptr) return local(field.message_type()->full_name());
  if (field.enum_type() != nullptr) return local(field.enum_type()->full_name());
  return field.type_name();
}

std::string label_of(const FieldDescriptor& field) {
  if (field.is_repeated()) return "repeated";
  if (field.real_containing_oneof() != nullptr) return "oneof " + field.real_containing_oneof()->name();
  return field.has_optional_keyword() ? "optional" : "plain";
}

void describe(const EnumDescriptor& type, std::vector<std::string>& lines) {
  for (int i = 0; i < type.value_count(); ++i) {
    lines.push_back(
        fmt::format("value {} {} {}", local(type.full_name()), type.value(i)->name(), type.value(i)->number()));
  }
}

void describe(const Descriptor& message, std::vector<std::string>& lines) {
  if (message.field_count() == 0) lines.push_back("message " + local(message.full_name()));
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    lines.push_back(fmt::format("field {} {} {} {} {}", local(message.full_name()), field.number(), field.name(),
                                type_of(field), label_of(field)));
  }
  for (int i = 0; i < message.enum_type_count(); ++i) describe(*message.enum_type(i), lines);
  for (int i = 0; i < message.nested_type_count(); ++i) describe(*message.nested_type(i), lines);
}

std::vector<std::string> what_is_compiled_in() {
  std::vector<std::string> lines;
  const auto& service = *file().service(0);
  for (int i = 0; i < service.method_count(); ++i) {
    const auto& rpc = *service.method(i);
    lines.push_back(fmt::format("rpc {} {} {}{}", rpc.name(), local(rpc.input_type()->full_name()),
                                rpc.server_streaming() ? "stream " : "", local(rpc.output_type()->full_name())));
  }
  for (int i = 0; i < file().enum_type_count(); ++i) describe(*file().enum_type(i), lines);
  for (int i = 0; i < file().message_type_count(); ++i) describe(*file().message_type(i), lines);
  return lines;
}

std::vector<std::string> what_is_listed() {
  std::ifstream list(JF_SOURCE_DIR "/tests/fixtures/gateway/protocol.txt");
  std::vector<std::string> lines;
  for (std::string line; std::getline(list, line);) {
    if (!line.starts_with('#')) lines.push_back(line);
  }
  return lines;
}

std::size_t count_of(std::string_view kind) {
  std::size_t count = 0;
  for (const std::string& line : what_is_compiled_in()) count += line.starts_with(kind) ? 1 : 0;
  return count;
}

TEST(Proto, says_what_the_protocol_says) {
  EXPECT_THAT(what_is_compiled_in(), UnorderedElementsAreArray(what_is_listed()));
}

TEST(Proto, is_complete) {
  EXPECT_EQ(count_of("rpc "), 23u);
  EXPECT_EQ(count_of("field "), 275u);
}

TEST(Proto, keeps_the_path_that_peers_call) {
  EXPECT_EQ(file().service(0)->full_name(), "gateway_protocol.Gateway");
  EXPECT_FALSE(file().service(0)->FindMethodByName("StreamActivatedJobs")->client_streaming());
}

TEST(Proto, has_the_numbers_that_drafts_of_the_protocol_had_otherwise) {
  const auto lines = what_is_compiled_in();
  EXPECT_THAT(lines, Contains("field ActivatedJob 15 userTask UserTaskProperties optional"));
  EXPECT_THAT(lines, Contains("field ActivatedJob 16 kind ActivatedJob.JobKind plain"));
  EXPECT_THAT(lines, Contains("field StreamActivatedJobsRequest 7 tenantFilter TenantFilter plain"));
  EXPECT_THAT(lines, Contains("field ActivateJobsRequest 8 tenantFilter TenantFilter plain"));
}

TEST(Proto, keeps_an_enum_number_that_it_does_not_know) {
  gateway_protocol::ActivatedJob sent;
  sent.set_kind(static_cast<gateway_protocol::ActivatedJob::JobKind>(77));
  gateway_protocol::ActivatedJob received;
  ASSERT_TRUE(received.ParseFromString(sent.SerializeAsString()));
  EXPECT_EQ(static_cast<int>(received.kind()), 77);
}

}  // namespace
}  // namespace jackfield::gateway
