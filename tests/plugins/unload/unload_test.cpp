// Whether a plugin's code really leaves the process once it is closed.

#include "jackfield/sdk/test_host.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <thread>

namespace {

bool is_mapped(const std::string& path) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.find(path) != std::string::npos) return true;
  }
  return false;
}

// Loads the file, runs one job, closes it.
void use(const std::string& path, const std::string& type) {
  jf::test::library file(path);
  jf::test::host host(file.entry());
  const jf_op op = host.run({type, R"({"method":"GET","url":"http://h/"})"});
  if (!host.http.calls.empty()) host.http.reply(0, {});
  EXPECT_TRUE(host.answer(op));
}

TEST(Unload, echo_leaves_nothing_behind) {
  use(ECHO_PLUGIN, "jackfield:echo:1");
  EXPECT_FALSE(is_mapped(ECHO_PLUGIN));
}

TEST(Unload, http_leaves_nothing_behind) {
  use(HTTP_PLUGIN, "io.camunda:http-json:1");
  EXPECT_FALSE(is_mapped(HTTP_PLUGIN));
}

TEST(Unload, csv_leaves_nothing_behind) {
  use(CSV_PLUGIN, "io.camunda:csv-connector");
  EXPECT_FALSE(is_mapped(CSV_PLUGIN));
}

TEST(Unload, a_thread_local_object_keeps_the_code_until_its_thread_ends) {
  bool stayed = false;
  std::thread([&] {
    use(THREAD_LOCAL_PLUGIN, "fixture:keeps-thread-local:1");
    stayed = is_mapped(THREAD_LOCAL_PLUGIN);
  }).join();
  EXPECT_TRUE(stayed);
}

}  // namespace
