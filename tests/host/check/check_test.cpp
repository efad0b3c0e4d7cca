#include "check/check.hpp"

#include <elf.h>
#include <gmock/gmock.h>

#include "loader/fixture_files.hpp"

namespace jackfield::check {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Settings settings_for(const std::filesystem::path& plugin) {
  Settings settings;
  settings.plugin = plugin;
  settings.program = std::filesystem::path(JF_BINARY_DIR) / "bin/check_child";
  settings.limit = 30s;
  return settings;
}

Report check(const Settings& settings) {
  const Result<Report> report = run_checks(settings, system_clock(), [](const Row&) {});
  EXPECT_TRUE(report) << report.failure().message;
  return report ? *report : Report{};
}

// What did not pass, as "F04 warn"; skipped ones do not count.
std::vector<std::string> findings(const Report& report) {
  std::vector<std::string> found;
  for (const Row& row : report.rows) {
    if (row.finding.status == Status::Pass || row.finding.status == Status::Skip) continue;
    found.push_back(std::string(row.id) + " " + std::string(name_of(row.finding.status)));
  }
  return found;
}

std::string details(const Report& report) {
  std::string text;
  for (const Row& row : report.rows) text += as_text(row) + "\n";
  return text;
}

std::filesystem::path own_plugin(std::string_view name) {
  return std::filesystem::path(JF_BINARY_DIR) / "plugins" / (std::string(name) + ".so");
}

// Those of the others are tests of their own, see jackfield_add_plugin.
TEST(Check, a_good_plugin_passes_without_a_warning) {
  const Report report = check(settings_for(own_plugin("echo")));
  EXPECT_THAT(findings(report), IsEmpty()) << details(report);
  EXPECT_EQ(report.count(Status::Skip), 4U) << "it has no inbound connectors, that is all\n" << details(report);
}

// Each is caught by exactly one check.
struct Bad {
  std::string plugin;
  std::string finding;
  std::string words;
};

class BadPlugin : public ::testing::TestWithParam<Bad> {};

TEST_P(BadPlugin, is_caught_by_exactly_the_check_that_is_meant_for_it) {
  const Report report = check(settings_for(test::bad_plugin(GetParam().plugin)));
  EXPECT_THAT(findings(report), ElementsAre(GetParam().finding)) << details(report);
  EXPECT_THAT(details(report), HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(
    Zoo, BadPlugin,
    ::testing::Values(
        Bad{"bad_manifest", "F03 fail", "direction"}, Bad{"exports_more", "F04 warn", "helper_for_everybody"},
        Bad{"unique_symbol", "F05 fail", "-fno-gnu-unique"}, Bad{"foreign_run_path", "F07 warn", "/opt/elsewhere"},
        Bad{"nodelete", "F06 fail", "NODELETE"}, Bad{"executable_stack", "F09 fail", "executable stack"},
        Bad{"no_relro", "F09 warn", "relro"}, Bad{"undefined_symbol", "F11 fail", "function_that_is_nowhere"},
        Bad{"future_abi", "M01 fail", "ABI 1.9 needed"}, Bad{"bad_version", "M03 fail", "latest"},
        Bad{"foreign_template", "M05 fail", "somebody:elses:1"}, Bad{"broken_schema", "M06 fail", "strnig"},
        Bad{"lost_feel_path", "M07 fail", "/nowhere"}, Bad{"same_resource_twice", "M08 fail", "twice"},
        Bad{"constructor_throws", "L01 crash", "thrown at load on purpose"},
        Bad{"constructor_exits", "L01 crash", "exit code 0"}, Bad{"constructor_crashes", "L01 crash", "signal 11"},
        Bad{"impure_entry", "L02 fail", "another address"}, Bad{"wrong_layout", "L03 fail", "lays structures out"},
        Bad{"other_manifest", "M02 fail", "not the one in its note"},
        Bad{"noisy_constructor", "L05 fail", "the locale"}, Bad{"no_second_copy", "L06 crash", "registered twice"},
        Bad{"leaks_on_create", "C02 fail", "bytes behind"}, Bad{"any_extension", "L07 fail", "no.such/1"},
        Bad{"prefix_extension", "L08 fail", "jf.outbound/1x"}, Bad{"crashes_on_config", "C01 crash", "signal 11"},
        Bad{"leaves_thread", "C03 fail", "threads are left over"}, Bad{"never_stops", "C04 fail", "under way"},
        Bad{"shares_state", "C05 fail", "while the second lives"}, Bad{"needs_services", "C06 crash", "signal 11"},
        Bad{"exact_host", "C07 fail", "JF_ERR_UNSUPPORTED"}, Bad{"exits_on_job", "T03 fail", "it calls exit"},
        Bad{"calls_after_stop", "T01 fail", "get_extension in destroy"},
        Bad{"mixes_jobs", "O03 fail", "data of another"}, Bad{"unchecked_memory", "T02 crash", "signal 11"},
        Bad{"answers_twice", "O01 fail", "answered twice"}, Bad{"never_answers", "O01 fail", "not answered"},
        Bad{"execute_throws", "O01 fail", "on purpose"}, Bad{"invalid_utf8", "O01 fail", "UTF-8"},
        Bad{"blocks_in_execute", "O02 fail", "execute takes"}, Bad{"crashes_on_input", "O06 crash", "signal 11"},
        Bad{"refuses_big_input", "O07 crash", "signal 11"}, Bad{"reads_after_answer", "O08 crash", "signal 11"},
        Bad{"tells_secrets", "O09 fail", "secret"}, Bad{"forgets_stop_handler", "U01 fail", "a handler for signal 12"},
        Bad{"thread_local_object", "U02 fail", "thread-local"}),
    [](const auto& one) { return one.param.plugin; });

TEST(Check, a_plugin_that_does_not_listen_to_cancel_is_told_so_at_cancel_and_at_the_deadline) {
  const Report report = check(settings_for(test::bad_plugin("ignores_cancel")));
  EXPECT_THAT(findings(report), ElementsAre("O04 fail", "O05 fail")) << details(report);
}

TEST(Check, one_that_hangs_is_over_at_the_limit) {
  Settings settings = settings_for(test::bad_plugin("constructor_hangs"));
  settings.limit = 300ms;
  settings.include = "^L01";
  EXPECT_THAT(findings(check(settings)), ElementsAre("L01 crash"));
}

TEST(Check, a_file_cut_short_is_incomplete_and_nothing_else_is_asked) {
  const test::TemporaryFolder folder;
  test::write_file(folder / "cut.so", test::content_of(test::fixture("fixture_ok")).substr(0, 9000));
  const Report report = check(settings_for(folder / "cut.so"));
  EXPECT_THAT(findings(report), ElementsAre("F01 fail"));
  EXPECT_EQ(report.count(Status::Skip), report.rows.size() - 1);
}

TEST(Check, a_file_for_another_machine_is_named) {
  const test::TemporaryFolder folder;
  std::string content = test::content_of(test::fixture("fixture_ok"));
  test::patch(content, offsetof(Elf64_Ehdr, e_machine), std::uint16_t{EM_AARCH64});
  test::write_file(folder / "other.so", content);
  EXPECT_THAT(findings(check(settings_for(folder / "other.so"))), ElementsAre("F02 fail"));
}

TEST(Check, include_and_exclude_choose_by_id_and_name) {
  Settings settings = settings_for(test::fixture("fixture_ok"));
  settings.include = "^F0[12]|elf";
  settings.exclude = "machine";
  const Report report = check(settings);
  ASSERT_EQ(report.rows.size(), 1U);
  EXPECT_EQ(report.rows[0].id, "F01");
  settings.include = "(";
  EXPECT_FALSE(run_checks(settings, system_clock(), [](const Row&) {}));
}

TEST(Check, a_file_that_is_not_there_is_no_finding_but_a_failure) {
  const Result<Report> report = run_checks(settings_for("/no/such.so"), system_clock(), [](const Row&) {});
  ASSERT_FALSE(report);
  EXPECT_THAT(report.failure().message, HasSubstr("/no/such.so"));
}

TEST(Fuzz, goes_on_until_the_time_is_over_and_names_its_seeds) {
  const Result<Report> report =
      fuzz(settings_for(test::fixture("fixture_ok")), {50ms, 2}, system_clock(), [](const Row&) {});
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->rows.empty());
  EXPECT_THAT(report->rows[0].finding.message, AnyOf("seed 1", "seed 2"));
}

TEST(Fuzz, ends_at_the_first_crash) {
  const Result<Report> report =
      fuzz(settings_for(test::bad_plugin("crashes_on_input")), {20s, 1}, system_clock(), [](const Row&) {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->count(Status::Crash), 1U);
  EXPECT_THAT(report->rows.back().finding.message, HasSubstr("seed "));
}

}  // namespace
}  // namespace jackfield::check
