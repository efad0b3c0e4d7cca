#include "support/golden/player.hpp"

#include <algorithm>
#include <regex>

#include "support/golden/digest.hpp"

namespace jackfield::test::golden {
namespace {

using Commands = std::vector<SeenCommand>;

constexpr milliseconds kQuiet = 800ms;  // after a command that was refused, another may follow
constexpr std::size_t kLargestShown = 65'536;

grpc::StatusCode status_named(std::string_view name) {
  static const std::map<std::string_view, grpc::StatusCode> kCodes{{"CANCELLED", grpc::CANCELLED},
                                                                   {"UNKNOWN", grpc::UNKNOWN},
                                                                   {"INVALID_ARGUMENT", grpc::INVALID_ARGUMENT},
                                                                   {"DEADLINE_EXCEEDED", grpc::DEADLINE_EXCEEDED},
                                                                   {"NOT_FOUND", grpc::NOT_FOUND},
                                                                   {"ALREADY_EXISTS", grpc::ALREADY_EXISTS},
                                                                   {"PERMISSION_DENIED", grpc::PERMISSION_DENIED},
                                                                   {"RESOURCE_EXHAUSTED", grpc::RESOURCE_EXHAUSTED},
                                                                   {"FAILED_PRECONDITION", grpc::FAILED_PRECONDITION},
                                                                   {"ABORTED", grpc::ABORTED},
                                                                   {"OUT_OF_RANGE", grpc::OUT_OF_RANGE},
                                                                   {"UNIMPLEMENTED", grpc::UNIMPLEMENTED},
                                                                   {"INTERNAL", grpc::INTERNAL},
                                                                   {"UNAVAILABLE", grpc::UNAVAILABLE},
                                                                   {"DATA_LOSS", grpc::DATA_LOSS},
                                                                   {"UNAUTHENTICATED", grpc::UNAUTHENTICATED}};
  return kCodes.at(name);
}

bool ends_a_job(const SeenCommand& command) {
  return command.rpc == "CompleteJob" || command.rpc == "FailJob" || command.rpc == "ThrowError";
}

Commands ends_of(const Seen& seen, std::int64_t key) {
  Commands ends;
  std::copy_if(seen.commands.begin(), seen.commands.end(), std::back_inserter(ends),
               [&](const SeenCommand& it) { return it.job_key == key && ends_a_job(it); });
  return ends;
}

bool is_accepted(const SeenCommand& command) {
  return command.reply == grpc::StatusCode::OK;
}

void record_variables(const std::string& text, int server_port, Json& record) {
  if (text.empty()) return;
  if (text.size() > kLargestShown) {
    const auto bytes = static_cast<long long>(text.size());
    return record.set("variablesSummary", Json::Members{{"bytes", Json::integer(bytes)}, {"sha256", sha256_hex(text)}});
  }
  const std::string shown = without_server(text, server_port);
  try {
    record.set("variables", read_json(shown));
  } catch (const JsonSyntaxError&) {
    record.set("variables", shown);
  }
}

Json record_of(const SeenCommand& command, int server_port) {
  Json record{Json::Members{{"rpc", command.rpc}}};
  const std::string message = without_server(command.message, server_port);
  if (command.rpc == "FailJob") {
    record.set("retries", Json::integer(command.retries));
    record.set("errorMessage", message);
    record.set("retryBackOff", Json::integer(command.length.count()));
  } else if (command.rpc == "ThrowError") {
    record.set("errorCode", without_server(command.error_code, server_port));
    record.set("errorMessage", message);
  } else if (command.rpc == "UpdateJobTimeout") {
    record.set("timeout", Json::integer(command.length.count()));
  }
  record_variables(command.variables, server_port, record);
  return record;
}

// UUIDs that the case did not bring along were chosen by the runtime.
Json with_chosen_ids_hidden(const Json& record, const std::string& line) {
  static const std::regex kUuid("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  const std::string text = write_json(record);
  std::string hidden;
  auto last = text.cbegin();
  for (std::sregex_iterator it(text.begin(), text.end(), kUuid), end; it != end; ++it) {
    hidden.append(last, it->prefix().second);
    const bool is_given = line.find(it->str()) != std::string::npos;
    hidden += is_given ? it->str() : "${UUID}";
    last = it->suffix().first;
  }
  return read_json(hidden.append(last, text.cend()));
}

}  // namespace

std::map<std::string, std::string> Player::environment(const std::filesystem::path& secrets) const {
  auto environment = secrets_in(secrets, site_.port());
  const std::string gateway = "127.0.0.1:" + std::to_string(gateway_.port());
  environment["ZEEBE_ADDRESS"] = gateway;
  environment["CAMUNDA_CLIENT_GRPCADDRESS"] = "http://" + gateway;
  environment["CAMUNDA_CLIENT_RESTADDRESS"] = "http://127.0.0.1:" + std::to_string(store_.port());
  environment["CAMUNDA_CLIENT_AUTH_METHOD"] = "none";
  environment["CAMUNDA_CONNECTOR_SECRETPROVIDER_ENVIRONMENT_PREFIX"] = "SECRET_";
  return environment;
}

bool Player::is_asked_for(const std::string& job_type) const {
  return gateway_.wait_until([&](const Seen& seen) {
    const auto is_it = [&](const SeenPoll& ask) { return ask.type == job_type; };
    return seen.streams_open > 0 && std::any_of(seen.streams.begin(), seen.streams.end(), is_it);
  });
}

Json Player::play(const Case& next) {
  script(next);
  const std::int64_t key = last_key_ += 16;
  gateway_.push(job_of(next, key, site_.port()));
  const Seen seen = wait_for_the_end(key, next);
  return with_chosen_ids_hidden(recorded(seen, key), next.line);
}

void Player::script(const Case& next) {
  gateway_.forget();
  site_.play(next);
  store_.play(next);
  const Json* replies = next.whole.find("gateway");
  if (replies == nullptr) return;
  for (const Json& reply : *replies->as_list()) {
    const std::string rpc(reply.find("rpc")->text());
    for (long long times = reply.find("times")->to_integer().value(); times > 0; --times) {
      gateway_.next_answer(rpc, status_named(reply.find("code")->text()), "scripted");
    }
  }
}

Seen Player::wait_for_the_end(std::int64_t key, const Case& of) const {
  std::size_t count = 0;
  const auto has_more = [&](const Seen& seen) { return ends_of(seen, key).size() > count; };
  for (bool is_waiting = gateway_.wait_until(has_more, of.timeout()); is_waiting;) {
    const Commands ends = ends_of(gateway_.seen(), key);
    count = ends.size();
    is_waiting = std::none_of(ends.begin(), ends.end(), is_accepted) && gateway_.wait_until(has_more, kQuiet);
  }
  gateway_.wait_until([](const Seen&) { return false; }, of.settling() + 2ms);
  return gateway_.seen();
}

Json Player::recorded(const Seen& seen, std::int64_t key) const {
  Json::List commands;
  for (const SeenCommand& command : seen.commands) {
    if (command.job_key == key) commands.push_back(record_of(command, site_.port()));
  }
  return Json::Members{{"commands", std::move(commands)}, {"http", site_.requests()}, {"documents", store_.uploads()}};
}

}  // namespace jackfield::test::golden
