#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "host/services/services_fixture.hpp"

namespace jackfield::services {
namespace {

namespace fs = std::filesystem;

class StateServiceTest : public ServicesFixture {
 protected:
  ~StateServiceTest() override { fs::remove_all(folder); }

  jf_status put(std::string_view key, std::string_view value) {
    return state.put(ctx(), borrow(key), {reinterpret_cast<const std::uint8_t*>(value.data()), value.size()});
  }

  // The status as text when there is no value.
  std::string get(std::string_view key, const PluginHost& of) {
    TakenSink sink;
    const jf_status status = state.get(of.abi().ctx, borrow(key), &sink.abi);
    return status == JF_OK ? sink.written : std::to_string(status);
  }
  std::string get(std::string_view key) { return get(key, *host); }

  // Services that keep state on disk.
  std::unique_ptr<Services> lasting() {
    Settings settings;
    settings.state_folder = folder;
    return std::make_unique<Services>(collaborators(), settings);
  }

  std::string file_content() const {
    std::ifstream in(folder / "p.json");
    return {std::istreambuf_iterator<char>(in), {}};
  }

  const fs::path folder = fs::temp_directory_path() / ("jf-state-" + std::to_string(::getpid()));
  const jf_host_state& state = table<jf_host_state>(JF_HOST_STATE);
};

TEST_F(StateServiceTest, remembers_any_bytes) {
  EXPECT_EQ(get("cursor"), "-10");
  EXPECT_EQ(put("cursor", std::string_view("\0\xFF", 2)), JF_OK);
  EXPECT_EQ(get("cursor"), std::string("\0\xFF", 2));
  EXPECT_EQ(put("cursor", ""), JF_OK);
  EXPECT_EQ(get("cursor"), "");
}

TEST_F(StateServiceTest, forgets_a_key_without_a_value) {
  put("cursor", "1");
  EXPECT_EQ(put("cursor", {}), JF_OK);
  EXPECT_EQ(put("cursor", {}), JF_OK);
  EXPECT_EQ(get("cursor"), "-10");
}

TEST_F(StateServiceTest, survives_a_reload_for_the_same_plugin_alone) {
  put("cursor", "1");
  host->close();
  EXPECT_EQ(put("cursor", "2"), JF_OK);  // the last thing a plugin does
  const auto next = services.make_host({.id = "p", .generation = 4}, ports, ports);
  const auto other = services.make_host({.id = "q"}, ports, ports);
  EXPECT_EQ(get("cursor", *next), "2");
  EXPECT_EQ(get("cursor", *other), "-10");
}

TEST_F(StateServiceTest, limits_keys_and_values) {
  EXPECT_EQ(put("", "1"), JF_ERR_INVALID);
  EXPECT_EQ(put(std::string(129, 'k'), "1"), JF_ERR_INVALID);
  EXPECT_EQ(put("\xFF", "1"), JF_ERR_INVALID);
  EXPECT_EQ(put("k", std::string(65'537, 'v')), JF_ERR_TOO_LARGE);
  EXPECT_EQ(put(std::string(128, 'k'), std::string(65'536, 'v')), JF_OK);
}

TEST_F(StateServiceTest, limits_the_sum_and_the_number) {
  for (int i = 0; i < 15; ++i) ASSERT_EQ(put("big" + std::to_string(i), std::string(65'536, 'v')), JF_OK);
  EXPECT_EQ(put("big15", std::string(65'536, 'v')), JF_ERR_TOO_LARGE);
  EXPECT_EQ(put("big0", "small"), JF_OK);
  EXPECT_EQ(put("big15", std::string(65'536, 'v')), JF_OK);
  for (int i = 16; i < 1000; ++i) ASSERT_EQ(put("small" + std::to_string(i), "v"), JF_OK) << i;
  EXPECT_EQ(put("one-more", "v"), JF_ERR_TOO_LARGE);
}

TEST_F(StateServiceTest, survives_a_restart_where_there_is_a_folder) {
  auto first = lasting();
  host = first->make_host({.id = "p"}, ports, ports);
  put("cursor", "41");
  put("cursor", "42");
  clock.advance(200ms);
  EXPECT_EQ(blocking.run_all(), 1u);  // both at once
  EXPECT_THAT(file_content(), testing::HasSubstr("NDI="));
  host.reset();
  first.reset();
  const auto second = lasting();
  const auto after = second->make_host({.id = "p"}, ports, ports);
  EXPECT_EQ(get("cursor", *after), "42");
}

TEST_F(StateServiceTest, writes_at_the_end_what_was_not_written_yet) {
  auto first = lasting();
  host = first->make_host({.id = "p"}, ports, ports);
  put("cursor", "42");
  host.reset();
  first.reset();
  EXPECT_THAT(file_content(), testing::HasSubstr("NDI="));
}

TEST_F(StateServiceTest, is_for_its_owner_alone) {
  auto first = lasting();
  host = first->make_host({.id = "p"}, ports, ports);
  put("cursor", "42");
  host.reset();
  first.reset();
  EXPECT_EQ(fs::status(folder / "p.json").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(folder).permissions(), fs::perms::owner_all);
}

TEST_F(StateServiceTest, begins_anew_when_its_file_is_broken) {
  fs::create_directories(folder);
  std::ofstream(folder / "p.json") << R"({"entries":[)";
  auto first = lasting();
  host = first->make_host({.id = "p"}, ports, ports);
  EXPECT_EQ(get("cursor"), "-10");
  EXPECT_EQ(put("cursor", "1"), JF_OK);
}

TEST_F(StateServiceTest, goes_on_in_memory_when_nothing_can_be_written) {
  std::ofstream(folder) << "a file where the folder should be";
  std::string lines;
  log::Log heard({}, [](void* to, std::string_view line) { *static_cast<std::string*>(to) += line; }, &lines);
  Settings settings;
  settings.state_folder = folder;
  Collaborators with{http, documents, clock, executor, blocking, clock, heard, metrics, "1"};
  Services unlucky(with, settings);
  host = unlucky.make_host({.id = "p"}, ports, ports);
  EXPECT_EQ(put("cursor", "1"), JF_OK);
  clock.advance(200ms);
  blocking.run_all();
  EXPECT_THAT(lines, testing::HasSubstr("plugin's state cannot be saved"));
  EXPECT_EQ(get("cursor"), "1");
  host.reset();
}

}  // namespace
}  // namespace jackfield::services
