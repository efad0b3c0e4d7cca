#include "support/golden/comparison.hpp"

#include "support/golden/command_comparison.hpp"
#include "support/golden/request_comparison.hpp"

namespace jackfield::test::golden {
namespace {

const Json::List kNone;

const Json::List& list_in(const Json& answer, std::string_view name) {
  const Json* found = answer.find(name);
  return found == nullptr || found->as_list() == nullptr ? kNone : *found->as_list();
}

bool asks_for(const Json& rules, std::string_view name) {
  const Json* found = rules.find(name);
  return found != nullptr && found->as_bool() != nullptr && *found->as_bool();
}

std::string rpcs_of(const Json::List& commands) {
  std::string names;
  for (const Json& command : commands) names += std::string(command.find("rpc")->text()) + " ";
  return names;
}

// Content and metadata that say something; how the part was labelled does not count.
Json document_content(const Json& uploaded) {
  Json content{Json::Members{}};
  for (const char* name : {"text", "base64", "bytes"}) {
    if (const Json* found = uploaded.find(name)) content.set(name, *found);
  }
  const Json* metadata = uploaded.find("metadata");
  if (metadata == nullptr || metadata->as_object() == nullptr) return content;
  for (const auto& [name, value] : *metadata->as_object()) {
    const bool is_empty = value.is_null() || same_json(value, "") || same_json(value, Json::Members{});
    if (!is_empty) content.set("metadata " + name, value);
  }
  return content;
}

Json documents_of(const Json& answer) {
  Json::List contents;
  for (const Json& uploaded : list_in(answer, "documents")) contents.push_back(document_content(uploaded));
  return contents;
}

}  // namespace

Differences differences(const Case& of, const Json& recorded) {
  Differences foremost;
  for (const Expectation& allowed : expectations(of)) {
    Differences found = differences(*allowed.answer, recorded, *allowed.rules);
    if (found.empty()) return found;
    if (foremost.empty()) foremost = std::move(found);
  }
  return foremost;
}

Differences differences(const Json& wanted, const Json& got, const Json& rules) {
  const Json::List& wanted_commands = list_in(wanted, "commands");
  const Json::List& got_commands = list_in(got, "commands");
  const bool only_rpcs = asks_for(rules, "unstable") || asks_for(rules, "informative");
  if (wanted_commands.size() != got_commands.size() || only_rpcs) {
    const std::string wanted_rpcs = rpcs_of(wanted_commands), got_rpcs = rpcs_of(got_commands);
    if (wanted_rpcs == got_rpcs) return {};
    return {{"commands", wanted_rpcs, got_commands.empty() ? "" : got_rpcs + write_json(got_commands.front())}};
  }
  Differences found;
  for (std::size_t i = 0; i < wanted_commands.size(); ++i) {
    compare_command(i + 1, wanted_commands[i], got_commands[i], rules, found);
  }
  compare_requests(list_in(wanted, "http"), list_in(got, "http"), found);
  const Json wanted_documents = documents_of(wanted), got_documents = documents_of(got);
  if (!same_json(wanted_documents, got_documents)) {
    found.push_back({"documents", write_json(wanted_documents), write_json(got_documents)});
  }
  return found;
}

}  // namespace jackfield::test::golden
