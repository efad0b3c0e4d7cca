#include <fmt/format.h>

#include <cstdio>
#include <future>

#include "app/run_settings.hpp"
#include "app/settings_binding.hpp"
#include "app/verbs.hpp"
#include "base/loop.hpp"
#include "base/thread_pool.hpp"
#include "net/http_client.hpp"

namespace jackfield::app {
namespace {

constexpr std::string_view kHelp =
    "Usage: jackfield healthcheck [startup|readiness|liveness] [settings of run]\n\n"
    "Asks the host that runs on this machine with the same settings (admin.address, admin.port) how it is: readiness\n"
    "if nothing is said. Ends with 0 if it is well, with 1 if it is not or does not answer; for containers.\n";

constexpr milliseconds kPatience = 5s;

// Where a host that serves at all addresses is reached.
std::string reachable(const std::string& address) {
  if (address == "0.0.0.0") return "127.0.0.1";
  if (address == "::") return "[::1]";
  return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

net::HttpResult ask(const std::string& url) {
  Loop loop(system_clock());
  ThreadPool pool(1);
  log::Log log({.level = log::Level::Off});
  metrics::Registry metrics;
  net::HttpClient client({}, {loop, pool, system_clock(), log, metrics});
  loop.start();
  std::promise<net::HttpResult> answered;
  client.send({.url = url, .use_proxy = false}, Deadline::in(kPatience, system_clock()), {},
              [&](net::HttpResult result) { answered.set_value(std::move(result)); });
  net::HttpResult result = answered.get_future().get();
  client.close();
  pool.stop();
  loop.stop();
  return result;
}

}  // namespace

int healthcheck_verb(const Arguments& arguments) {
  if (asks_for_help(arguments)) {
    fmt::print("{}", kHelp);
    return kDone;
  }
  std::string group = "readiness";
  Arguments rest = arguments;
  if (!rest.empty() && !rest.front().starts_with('-')) {
    group = rest.front();
    rest.erase(rest.begin());
  }
  if (group != "startup" && group != "readiness" && group != "liveness") {
    return cannot_start("healthcheck", {Fault::InvalidInput,
                                        fmt::format("expected startup, readiness or liveness, got \"{}\"", group)});
  }
  Result<config::Document> document = read_settings(run_table(), rest, Files::Application);
  if (!document) return cannot_start("healthcheck", document.failure());
  const std::string url =
      fmt::format("http://{}:{}/actuator/health/{}", reachable(std::string(document->at("admin.address").text())),
                  document->at("admin.port").text(), group);
  const net::HttpResult result = ask(url);
  if (const auto* failure = std::get_if<net::HttpFailure>(&result)) {
    fmt::print(stderr, "{}: {}\n", url, failure->message);
    return kFailed;
  }
  const auto& response = std::get<net::HttpResponse>(result);
  fmt::print("{}\n", response.body);
  return response.status == 200 ? kDone : kFailed;
}

}  // namespace jackfield::app
