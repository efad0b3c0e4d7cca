#include "dev/mappings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::dev {
namespace {

using testing::HasSubstr;

std::string inputs(const std::vector<bpmn::Mapping>& mappings, Scope& scope) {
  return to_json(*map_inputs(*compile_mappings(mappings), scope));
}

std::string outputs(const std::vector<bpmn::Mapping>& mappings, Scope& scope) {
  return to_json(*map_outputs(*compile_mappings(mappings), scope));
}

TEST(Mappings, nest_targets_with_dots) {
  Scope scope;
  EXPECT_EQ(inputs({{"basic", "auth.type"}, {"me", "auth.user.name"}, {"GET", "method"}}, scope),
            R"({"auth":{"type":"basic","user":{"name":"me"}},"method":"GET"})");
}

TEST(Mappings, see_what_the_ones_before_them_made) {
  Scope scope;
  scope.set_local({{"a", "1"}});
  EXPECT_EQ(inputs({{"=a", "b"}, {"=b", "c"}}, scope), R"({"b":1,"c":1})");
}

TEST(Mappings, of_inputs_start_objects_anew) {
  Scope scope;
  scope.set_local({{"a", R"({"x":1})"}});
  EXPECT_EQ(inputs({{"2", "a.y"}}, scope), R"({"a":{"y":"2"}})");
}

TEST(Mappings, of_outputs_keep_what_an_object_has) {
  Scope scope;
  scope.set_local({{"a", R"({"x":1})"}});
  EXPECT_EQ(outputs({{"=2", "a.y"}}, scope), R"({"a":{"x":1,"y":2}})");
}

TEST(Mappings, refuse_targets_that_are_no_path) {
  EXPECT_THAT(compile_mappings({{"=1", "a..b"}}).failure().message, HasSubstr("\"a..b\""));
}

TEST(Mappings, name_the_target_of_a_source_that_is_not_understood) {
  EXPECT_THAT(compile_mappings({{"={", "body"}}).failure().message, HasSubstr("mapping to \"body\": "));
}

}  // namespace
}  // namespace jackfield::dev
