#include "measure/host_process.hpp"

#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

namespace jackfield::bench {
namespace {

test::ChildProcess::Command command_of(const HostProcess::Settings& settings, const std::filesystem::path& output) {
  test::ChildProcess::Command command{{settings.binary, "run", "--plugins", settings.plugins, "--max-jobs-active",
                                       std::to_string(settings.max_jobs_active), "--log-level", "warn"},
                                      settings.environment,
                                      output};
  command.environment["ZEEBE_ADDRESS"] = settings.gateway;
  command.words.insert(command.words.end(), settings.arguments.begin(), settings.arguments.end());
  return command;
}

// The numbers of a "Name:   123 kB" line.
std::int64_t number_of(const std::string& status, const std::string& name) {
  const std::size_t at = status.find("\n" + name + ":");
  return at == std::string::npos ? 0 : std::strtoll(status.c_str() + at + name.size() + 2, nullptr, 10);
}

std::string read(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Fields 14 and 15 of /proc/PID/stat, counted after the parenthesised name.
nanoseconds cpu_of(const std::string& stat) {
  std::istringstream fields(stat.substr(stat.rfind(')') + 2));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  std::int64_t user = 0;
  std::int64_t system = 0;
  fields >> user >> system;
  return nanoseconds((user + system) * (1'000'000'000 / sysconf(_SC_CLK_TCK)));
}

}  // namespace

ProcessCost cost_of(pid_t pid) {
  const std::string folder = "/proc/" + std::to_string(pid);
  const std::string status = read(folder + "/status");
  return {cpu_of(read(folder + "/stat")), number_of(status, "VmRSS"), number_of(status, "VmHWM"),
          number_of(status, "Threads")};
}

HostProcess::HostProcess(const Settings& settings) : process_(command_of(settings, folder_ / "output")) {}

std::optional<int> HostProcess::stop(milliseconds timeout) {
  process_.signal(SIGTERM);
  return process_.wait(timeout);
}

}  // namespace jackfield::bench
