#include "support/golden/case.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "support/raw_json.hpp"

namespace jackfield::test::golden {
namespace {

using std::chrono::milliseconds;

const Json kNothing;

const Json& member_of(const Json& object, std::string_view name) {
  const Json* found = object.find(name);
  return found == nullptr ? kNothing : *found;
}

bool holds(const Json& object, std::string_view name) {
  const Json* found = object.find(name);
  return found != nullptr && found->as_bool() != nullptr && *found->as_bool();
}

long long integer_or(const Json& object, std::string_view name, long long otherwise) {
  const Json* found = object.find(name);
  return found == nullptr ? otherwise : found->to_integer().value();
}

std::string text_or(const Json& object, std::string_view name, const char* otherwise) {
  const Json* found = object.find(name);
  return found == nullptr ? otherwise : std::string(found->text());
}

// What the gateway hands out for a member: a text is that text itself, anything else travels as it was written.
std::string sent_text(const Case& of, std::string_view name) {
  const std::string_view raw = raw_member(raw_member(of.line, "job"), name);
  return !raw.empty() && raw.front() == '"' ? std::string(read_json(raw).text()) : compact_json(raw);
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string host_of(int port) {
  return "127.0.0.1:" + std::to_string(port);
}

std::string secret_value(std::string_view text, int server_port) {
  constexpr std::string_view kRepeat = "@repeat:";
  if (text == "@echo") return "http://" + host_of(server_port);
  if (text.substr(0, kRepeat.size()) != kRepeat) return std::string(text);
  const std::size_t colon = text.rfind(':');
  const std::string_view piece = text.substr(kRepeat.size(), colon - kRepeat.size());
  std::string value;
  for (int times = std::stoi(std::string(text.substr(colon + 1))); times > 0; --times) value += piece;
  return value;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

const Json& Case::member(std::string_view name) const {
  return member_of(whole, name);
}

bool Case::is_version_specific() const {
  return holds(member("compare"), "versionSpecific");
}

milliseconds Case::timeout() const {
  return milliseconds(integer_or(whole, "timeoutMs", 20'000));
}

milliseconds Case::settling() const {
  return milliseconds(integer_or(whole, "settleMs", 0));
}

std::vector<Case> load_cases(const std::filesystem::path& file) {
  std::vector<Case> cases;
  const std::string lines = read_file(file);
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', begin), lines.size());
    std::string line = lines.substr(begin, end - begin);
    Json whole = read_json(line);
    std::string id(whole.find("id")->text()), group(whole.find("group")->text());
    cases.push_back({std::move(id), std::move(group), std::move(line), std::move(whole)});
    begin = end + 1;
  }
  return cases;
}

std::string with_server(std::string text, int port) {
  return replaced(replaced(std::move(text), "${ECHO}", "http://" + host_of(port)), "${ECHO_HOST}", host_of(port));
}

std::string without_server(std::string text, int port) {
  return replaced(replaced(std::move(text), "http://" + host_of(port), "${ECHO}"), host_of(port), "${ECHO_HOST}");
}

Job job_of(const Case& of, std::int64_t key, int server_port) {
  const Json& from = of.member("job");
  Job job;
  job.key = {key};
  job.type = {text_or(from, "type", "")};
  job.process_instance = {integer_or(from, "processInstanceKey", 2251799813685261)};
  job.process_definition = {integer_or(from, "processDefinitionKey", 2251799813685250)};
  job.element_instance = {integer_or(from, "elementInstanceKey", 2251799813685270)};
  job.bpmn_process_id = text_or(from, "bpmnProcessId", "golden");
  job.element_id = text_or(from, "elementId", "task");
  job.tenant_id = text_or(from, "tenantId", "<default>");
  job.variables = with_server(sent_text(of, "variables"), server_port);
  job.custom_headers = with_server(sent_text(of, "customHeaders"), server_port);
  job.process_definition_version = static_cast<std::int32_t>(integer_or(from, "processDefinitionVersion", 1));
  job.retries = static_cast<std::int32_t>(integer_or(from, "retries", 3));
  return job;
}

std::map<std::string, std::string> secrets_in(const std::filesystem::path& file, int server_port) {
  std::map<std::string, std::string> secrets;
  const Json listed = read_json(read_file(file));
  for (const auto& [name, value] : *listed.as_object())
    secrets["SECRET_" + name] = secret_value(value.text(), server_port);
  return secrets;
}

std::vector<Expectation> expectations(const Case& of) {
  const Json& rules = of.member("compare");
  const Json* newer = of.whole.find("expectNewer");
  const Expectation older{&of.member("expect"), &rules};
  if (newer == nullptr || holds(rules, "newerSuperseded")) return {older};
  const Json* newer_rules = of.whole.find("compareNewer");
  const Expectation newest{newer, newer_rules == nullptr ? &rules : newer_rules};
  if (!of.is_version_specific()) return {newest};
  return {newest, older};
}

}  // namespace jackfield::test::golden
