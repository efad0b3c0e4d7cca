#include "loader/loader.hpp"

#include <elf.h>
#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <set>
#include <thread>

#include "base/host_threads.hpp"
#include "loader/fixture_files.hpp"
#include "support/fake_host_bindings.hpp"

namespace jackfield::loader {
namespace {

using test::content_of;
using test::fixture;
using test::place;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kOk = "fixture:ok:1";
constexpr const char* kV1 = R"({"version":"1.0.0"})";
constexpr const char* kV2 = R"({"version":"2.0.0"})";

// Keeps its lease until it is answered, as outbound does.
class Execution final : public OpListener {
 public:
  explicit Execution(ConnectorLease the_lease) : lease(std::move(the_lease)) {}

  void on_outcome(ConnectorOutcome outcome) noexcept override {
    answer = std::move(outcome.json);
    ++answers;
  }

  ConnectorLease lease;
  Job job;
  std::string answer;
  std::atomic<int> answers = 0;
};

// The whole loader with its own threads, real files and real plugins.
class LoaderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(plugins);
    settings.folders = {plugins};
    settings.shadow_folder = folder / "shadow";
    settings.settle = 20ms;
    settings.delete_grace = 50ms;
    settings.cool_off = 0ms;
    settings.min_reload_interval = 1ms;
    settings.probe_program = test::probe_program();
    catalogs.subscribe([this](const Catalog&) {
      MutexLock lock(mutex);
      published.notify_all();
    });
    loop.start();
  }

  void TearDown() override {
    loader.reset();
    loop.stop();
  }

  void start() {
    loader = std::make_unique<Loader>(settings, bindings, catalogs, ops, loop, clock, log.room("loader"), metrics);
    const Result<void> started = loader->start();
    ASSERT_TRUE(started) << started.failure().message;
  }

  // What answers a job of that type at this moment: the connector's JSON, or "nobody".
  std::string ask(const char* type = kOk) {
    auto lease = catalogs.lease({type});
    if (!lease) return "nobody";
    const auto execution = std::make_shared<Execution>(*std::move(lease));
    execution->job.type.text = type;
    const OpId op = ops.open(execution->lease->info().generation, execution);
    if (!execution->lease->execute(op, execution->job)) return "refused";
    return execution->answers == 1 ? execution->answer : "no answer";
  }

  // Waits until it is so, woken by each new catalog and at least every few milliseconds.
  bool eventually(const std::function<bool()>& is_so) {
    const Deadline deadline = Deadline::in(20s, clock);
    while (!is_so()) {
      if (deadline.has_passed(clock)) return false;
      MutexLock lock(mutex);
      published.wait_for(mutex, 2ms);
    }
    return true;
  }

  bool eventually_serves(const std::string& answer) {
    return eventually([&] { return ask() == answer; });
  }

  std::vector<std::string> logged() const {
    MutexLock lock(mutex);
    return lines;
  }

  bool eventually_logs(const std::string& part) {
    return eventually([&] {
      for (const std::string& line : logged()) {
        if (line.find(part) != std::string::npos) return true;
      }
      return false;
    });
  }

  // How many copies of plugins are mapped into this process.
  std::size_t mapped() const {
    std::set<std::string> paths;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
      const std::size_t path = line.find((folder / "shadow").string());
      if (path != std::string::npos) paths.insert(line.substr(path));
    }
    return paths.size();
  }

  const Clock& clock = system_clock();
  Loop loop{clock};
  OpTable ops;
  CatalogSlot catalogs;
  test::FakeHostBindings bindings{ops};
  metrics::Registry metrics;
  test::TemporaryFolder folder;
  const std::filesystem::path plugins = folder / "plugins";
  Settings settings;

  mutable Mutex mutex;
  ConditionVariable published;
  std::vector<std::string> lines JF_GUARDED_BY(mutex);
  log::Log log{{},
               [](void* context, std::string_view line) {
                 auto* self = static_cast<LoaderTest*>(context);
                 MutexLock lock(self->mutex);
                 self->lines.emplace_back(line);
               },
               this};
  std::unique_ptr<Loader> loader;
};

TEST_F(LoaderTest, what_is_in_the_folder_serves_when_start_returns) {
  place(fixture("fixture_ok"), plugins / "ok.so");
  start();
  EXPECT_EQ(ask(), kV1);
  ASSERT_EQ(loader->plugins().size(), 1U);
  EXPECT_EQ(loader->plugins()[0].sha256.size(), 64U);
}

TEST_F(LoaderTest, a_file_dropped_in_later_serves) {
  start();
  EXPECT_EQ(ask(), "nobody");
  place(fixture("fixture_ok"), plugins / "ok.so");
  EXPECT_TRUE(eventually_serves(kV1));
}

TEST_F(LoaderTest, a_changed_file_is_live_within_300_milliseconds) {
  settings.settle = 150ms;
  place(fixture("fixture_ok"), plugins / "ok.so");
  start();
  place(fixture("fixture_ok_v2"), plugins / "ok.so");
  const TimePoint written = clock.now();
  ASSERT_TRUE(eventually_serves(kV2));
  EXPECT_LT(clock.now() - written, 300ms);
}

TEST_F(LoaderTest, a_file_written_over_in_place_is_an_update_too) {
  place(fixture("fixture_ok"), plugins / "ok.so");
  start();
  test::write_file(plugins / "ok.so", content_of(fixture("fixture_ok_v2")));
  EXPECT_TRUE(eventually_serves(kV2));
}

TEST_F(LoaderTest, an_upload_in_pieces_is_loaded_when_it_is_whole) {
  start();
  const std::string whole = content_of(fixture("fixture_ok"));
  test::write_file(plugins / "ok.so", whole.substr(0, whole.size() / 2));
  // A second file that settles later shows that the first was looked at meanwhile.
  place(fixture("fixture_slow"), plugins / "slow.so");
  ASSERT_TRUE(eventually([&] { return catalogs.lease({"fixture:slow:1"}).has_value(); }));
  EXPECT_EQ(ask(), "nobody");
  test::write_file(plugins / "ok.so", whole);
  EXPECT_TRUE(eventually_serves(kV1));
  EXPECT_THAT(logged(), Not(Contains(HasSubstr("rejected"))));
}

TEST_F(LoaderTest, a_deleted_file_unloads_its_plugin) {
  place(fixture("fixture_ok"), plugins / "ok.so");
  start();
  EXPECT_EQ(mapped(), 1U);
  std::filesystem::remove(plugins / "ok.so");
  EXPECT_TRUE(eventually_serves("nobody"));
  EXPECT_TRUE(eventually([&] { return mapped() == 0; }));
}

TEST_F(LoaderTest, deleting_and_copying_anew_is_an_update_without_a_gap) {
  settings.delete_grace = 10s;
  place(fixture("fixture_ok"), plugins / "ok.so");
  start();
  std::filesystem::remove(plugins / "ok.so");
  std::filesystem::copy_file(fixture("fixture_ok_v2"), plugins / "ok.so");
  bool had_gap = false;
  EXPECT_TRUE(eventually([&] {
    const std::string answer = ask();
    had_gap |= answer == "nobody";
    return answer == kV2;
  }));
  EXPECT_FALSE(had_gap);
}

TEST_F(LoaderTest, after_an_update_the_old_code_is_unmapped_and_its_copy_removed) {
  place(fixture("fixture_ok"), plugins / "ok.so");
  start();
  place(fixture("fixture_ok_v2"), plugins / "ok.so");
  ASSERT_TRUE(eventually_serves(kV2));
  EXPECT_TRUE(eventually([&] { return mapped() == 1; }));
  EXPECT_TRUE(eventually([&] { return loader->plugins().size() == 1; }));
}

TEST_F(LoaderTest, a_file_for_another_machine_changes_nothing_and_says_why) {
  place(fixture("fixture_ok"), plugins / "ok.so");
  start();
  std::string foreign = content_of(fixture("fixture_ok_v2"));
  test::patch<std::uint16_t>(foreign, offsetof(Elf64_Ehdr, e_machine), EM_S390);
  test::write_file(plugins / "ok.so", foreign);
  EXPECT_TRUE(eventually_logs("JFP-0101 rejected ok.so (sha "));
  EXPECT_TRUE(eventually_logs("): built for s390x, this host is x86-64; still running 1.0.0 (generation 1)"));
  EXPECT_EQ(ask(), kV1);
  EXPECT_TRUE(eventually([&] { return loader->plugins()[0].state == "degraded"; }));
}

TEST_F(LoaderTest, a_repaired_file_ends_the_degradation) {
  place(fixture("fixture_ok"), plugins / "ok.so");
  start();
  place(fixture("fixture_start_fails"), plugins / "ok.so");
  ASSERT_TRUE(eventually_logs("JFP-0111 rejected ok.so"));
  place(fixture("fixture_ok_v2"), plugins / "ok.so");
  ASSERT_TRUE(eventually_serves(kV2));
  EXPECT_TRUE(eventually([&] { return loader->plugins()[0].state == "active"; }));
  EXPECT_EQ(loader->plugins()[0].last_error, "");
}

TEST_F(LoaderTest, a_touched_file_is_not_loaded_again) {
  place(fixture("fixture_ok"), plugins / "ok.so");
  start();
  const std::filesystem::path marker = plugins / "slow.so";
  std::filesystem::last_write_time(plugins / "ok.so", std::filesystem::file_time_type::clock::now());
  place(fixture("fixture_slow"), marker);  // comes to rest after the touched one
  ASSERT_TRUE(eventually([&] { return catalogs.lease({"fixture:slow:1"}).has_value(); }));
  EXPECT_EQ(loader->plugins()[0].generation, GenerationId{1});
}

TEST_F(LoaderTest, a_library_that_is_no_plugin_is_left_alone) {
  std::string library = content_of(fixture("fixture_no_manifest"));
  library[library.find("jf_plugin_entry")] = 'x';
  test::write_file(plugins / "libother.so", library);
  start();
  EXPECT_TRUE(eventually_logs("library in a plugin folder was ignored"));
  EXPECT_TRUE(loader->plugins().empty());
}

TEST_F(LoaderTest, a_folder_that_comes_later_is_followed) {
  settings.folders = {folder / "later/"};
  settings.rescan = 10ms;
  start();
  std::filesystem::create_directory(folder / "later");
  place(fixture("fixture_ok"), folder / "later/ok.so");
  EXPECT_TRUE(eventually_serves(kV1));
}

TEST_F(LoaderTest, a_vanished_folder_takes_nothing_down) {
  place(fixture("fixture_ok"), plugins / "ok.so");
  place(fixture("fixture_slow"), plugins / "slow.so");
  start();
  std::filesystem::rename(plugins, folder / "moved");
  EXPECT_TRUE(eventually_logs("JFP-0130"));
  EXPECT_EQ(ask(), kV1);
  std::filesystem::rename(folder / "moved", plugins);
  place(fixture("fixture_ok_v2"), plugins / "ok.so");
  EXPECT_TRUE(eventually_serves(kV2));
}

TEST_F(LoaderTest, swaps_under_load_lose_nothing) {
  place(fixture("fixture_ok"), plugins / "ok.so");
  start();
  std::atomic<bool> is_over = false;
  std::atomic<std::size_t> asked = 0;
  std::atomic<std::size_t> lost = 0;
  std::vector<std::thread> askers;
  for (int index = 0; index < 2; ++index) {
    askers.emplace_back([&] {
      const HostThread mark;  // as the threads that run jobs are
      while (!is_over) {
        const std::string answer = ask();
        if (answer != kV1 && answer != kV2) ++lost;
        ++asked;
      }
    });
  }
  for (int swap = 0; swap < 6; ++swap) {
    const bool is_newer = swap % 2 == 0;
    place(fixture(is_newer ? "fixture_ok_v2" : "fixture_ok"), plugins / "ok.so");
    EXPECT_TRUE(eventually_serves(is_newer ? kV2 : kV1)) << swap;
  }
  is_over = true;
  for (std::thread& asker : askers) asker.join();
  EXPECT_GT(asked, 100U);
  EXPECT_EQ(lost, 0U);
  EXPECT_TRUE(eventually([&] { return mapped() == 1; }));
}

TEST_F(LoaderTest, executions_that_wait_while_two_swaps_pass_are_answered_once) {
  place(fixture("fixture_slow"), plugins / "slow.so");
  settings.drain_timeout = 1ms;
  start();
  std::vector<std::shared_ptr<Execution>> executions;
  const auto execute = [&] {
    auto lease = catalogs.lease({"fixture:slow:1"});
    ASSERT_TRUE(lease);
    executions.push_back(std::make_shared<Execution>(*std::move(lease)));
    Execution& execution = *executions.back();
    execution.job.type.text = "fixture:slow:1";
    ASSERT_TRUE(
        execution.lease->execute(ops.open(execution.lease->info().generation, executions.back()), execution.job));
  };
  for (std::uint32_t generation = 1; generation <= 2; ++generation) {
    for (int count = 0; count < 20; ++count) execute();
    std::string changed = content_of(fixture("fixture_slow"));
    changed.append(generation, '\0');  // another file with the same code
    test::write_file(plugins / "next.tmp", changed);
    std::filesystem::rename(plugins / "next.tmp", plugins / "slow.so");
    ASSERT_TRUE(eventually(
        [&] { return catalogs.lease({"fixture:slow:1"})->operator->()->info().generation.value > generation; }));
  }
  EXPECT_TRUE(eventually([&] { return ops.open_ops() == 0; }));
  for (const auto& execution : executions) EXPECT_EQ(execution->answers, 1);
  executions.clear();
  EXPECT_TRUE(eventually([&] { return mapped() == 1; }));
}

TEST_F(LoaderTest, stop_unloads_everything_and_removes_the_copies) {
  place(fixture("fixture_ok"), plugins / "ok.so");
  place(fixture("fixture_slow"), plugins / "slow.so");
  start();
  loader->stop(Deadline::in(5s, clock));
  EXPECT_EQ(ask(), "nobody");
  EXPECT_EQ(mapped(), 0U);
  EXPECT_EQ(bindings.bindings_alive, 0);
  loader.reset();
  EXPECT_TRUE(std::filesystem::is_empty(folder / "shadow"));
}

TEST_F(LoaderTest, a_shadow_folder_that_cannot_be_used_fails_the_start) {
  test::write_file(folder / "file", "");
  settings.shadow_folder = folder / "file/shadow";
  Loader hopeless(settings, bindings, catalogs, ops, loop, clock, log.room("loader"), metrics);
  const Result<void> started = hopeless.start();
  ASSERT_FALSE(started);
  EXPECT_THAT(started.failure().message, HasSubstr("shadow folder"));
}

}  // namespace
}  // namespace jackfield::loader
