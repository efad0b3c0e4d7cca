#include "loader/plugin_call.hpp"

#include <gmock/gmock.h>

#include <latch>
#include <thread>

#include <jackfield/plugin.h>
#include "loader/fixture_files.hpp"

#include "loader/library.hpp"

namespace jackfield::loader {
namespace {

const CodeTag& tag() {
  static const CodeTag& kTag = make_code_tag({"abc", "com.example.x", "1.2.3"}, {7});
  return kTag;
}

std::vector<RunningCall> running_of(const CodeTag& code) {
  std::vector<RunningCall> calls;
  visit_running_calls([&](const RunningCall& running) {
    if (running.call.tag == &code) calls.push_back(running);
  });
  return calls;
}

TEST(PluginCall, an_identity_survives_being_written_down) {
  const std::optional<CodeIdentity> back = parse_code_line(tag().line);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->sha256, "abc");
  EXPECT_EQ(back->plugin, "com.example.x");
  EXPECT_EQ(back->version, "1.2.3");
  EXPECT_FALSE(parse_code_line("half a li"));
}

TEST(PluginCall, a_thread_is_inside_as_long_as_the_mark_lives) {
  EXPECT_EQ(current_plugin_call().tag, nullptr);
  {
    const InsidePlugin mark({&tag(), "execute", 11, 22});
    EXPECT_EQ(current_plugin_call().tag, &tag());
    EXPECT_STREQ(current_plugin_call().function, "execute");
    EXPECT_EQ(current_plugin_call().job, 11);
    EXPECT_EQ(current_plugin_call().op, 22U);
    EXPECT_EQ(running_of(tag()).size(), 1U);
  }
  EXPECT_EQ(current_plugin_call().tag, nullptr);
  EXPECT_TRUE(running_of(tag()).empty());
}

TEST(PluginCall, after_a_call_within_a_call_the_outer_one_goes_on) {
  const InsidePlugin outer({&tag(), "execute", 11, 22});
  {
    const InsidePlugin inner({.tag = &tag(), .function = "on_ack"});
  }
  EXPECT_STREQ(current_plugin_call().function, "execute");
  EXPECT_EQ(running_of(tag()).size(), 1U);
}

TEST(PluginCall, others_see_it_by_thread_and_tell_one_call_from_the_next) {
  std::latch is_inside(1);
  std::latch may_leave(1);
  std::thread thread([&] {
    const InsidePlugin mark({&tag(), "execute", 11, 22});
    is_inside.count_down();
    may_leave.wait();
  });
  is_inside.wait();
  const auto seen = running_of(tag());
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_NE(seen[0].thread, gettid());
  EXPECT_EQ(running_of(tag())[0].number, seen[0].number);
  may_leave.count_down();
  thread.join();
  EXPECT_TRUE(running_of(tag()).empty());
  std::thread([&] {
    const InsidePlugin mark({&tag(), "execute", 11, 22});
    EXPECT_NE(running_of(tag())[0].number, seen[0].number);
  }).join();
}

TEST(PluginCall, code_is_found_by_its_address_while_it_is_loaded) {
  test::TemporaryFolder folder;
  test::place(test::fixture("fixture_ok"), folder / "ok.so");
  Result<Library> library = Library::load(folder / "ok.so");
  ASSERT_TRUE(library);
  note_code(tag(), folder / "ok.so");
  const auto create = reinterpret_cast<std::uintptr_t>(library->entry()->create);
  EXPECT_EQ(owner_of_code(create), &tag());
  forget_code(tag());
  EXPECT_EQ(owner_of_code(create), nullptr);
  library->unload();
}

}  // namespace
}  // namespace jackfield::loader
