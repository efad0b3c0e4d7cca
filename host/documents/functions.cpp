#include "documents/functions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/base64.hpp"
#include "base/java_duration.hpp"
#include "documents/charset.hpp"
#include "documents/json_calls.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::ordered_json;

constexpr std::uint64_t kMostContentBytes = 32ULL << 20;  // that a function takes into memory

std::string json_text(std::string_view text) {
  return ordered_json(text).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Failure invalid(std::string message) {
  return {Fault::InvalidInput, std::move(message)};
}

bool is_json_object(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string::npos && text[first] == '{' && is_json(text);
}

bool is_document(const ordered_json& value) {
  return value.is_object() && value.contains(kDocumentType);
}

// Null where an optional parameter was left out.
ordered_json parameter(const FunctionCall& call, std::size_t index) {
  return index < call.parameters.size() ? call.parameters[index] : ordered_json();
}

// Gives what `use` makes of a document's content.
template <typename Use>
void with_content(FunctionGround& ground, const FunctionCall& call, FunctionDone done, Use use) {
  const ordered_json document = parameter(call, 0);
  if (!is_document(document)) return done(invalid("Parameter at index 0 is not a document"));
  ground.documents.read({document.dump(), kMostContentBytes}, call.patience.deadline, call.patience.stop,
                        [use = std::move(use), done = std::move(done)](Result<WholeDocument> read) mutable {
                          if (!read) return done(std::move(read).failure());
                          done(use(read->content));
                        });
}

void base64(FunctionGround& ground, const FunctionCall& call, FunctionDone done) {
  const ordered_json value = parameter(call, 0);
  if (value.is_string()) return done(json_text(base64_of(value.get_ref<const std::string&>())));
  if (!is_document(value)) return done(invalid("base64 expects a document or a string"));
  with_content(ground, call, std::move(done),
               [](const std::string& content) -> Result<std::string> { return json_text(base64_of(content)); });
}

void create_link(FunctionGround& ground, const FunctionCall& call, FunctionDone done) {
  const ordered_json document = parameter(call, 0);
  if (!is_document(document)) return done(invalid("Parameter at index 0 is not a document"));
  std::optional<milliseconds> time_to_live;
  if (const ordered_json length = parameter(call, 1); !length.is_null()) {
    const auto duration = parse_java_duration(length.is_string() ? length.get_ref<const std::string&>() : "");
    if (!duration) return done(invalid("createLink expects an ISO 8601 duration as its second parameter"));
    time_to_live = *duration;
  }
  ground.documents.link({document.dump(), time_to_live}, call.patience.deadline, call.patience.stop,
                        [done = std::move(done)](Result<std::string> link) mutable {
                          if (!link) return done(std::move(link).failure());
                          done(json_text(*link));
                        });
}

void get_text(FunctionGround& ground, const FunctionCall& call, FunctionDone done) {
  const ordered_json charset = parameter(call, 1);
  std::string name = charset.is_string() ? charset.get<std::string>() : "";
  with_content(ground, call, std::move(done), [name](const std::string& content) -> Result<std::string> {
    Result<std::string> text = text_of(content, name);
    if (!text) return std::move(text).failure();
    return json_text(*text);
  });
}

void get_json(FunctionGround& ground, const FunctionCall& call, FunctionDone done) {
  const ordered_json expression = parameter(call, 1);
  std::string text = expression.is_string() ? expression.get<std::string>() : "";
  with_content(ground, call, std::move(done),
               [&ground, text, has_expression = expression.is_string()](std::string& content) -> Result<std::string> {
                 if (!is_json_object(content)) return invalid("getJson expects a document with a JSON object");
                 if (!has_expression) return std::move(content);
                 if (!ground.evaluate) return Failure{Fault::Unsupported, "getJson evaluates no expressions here"};
                 return ground.evaluate(text, content);
               });
}

// Ids are texts or numbers.
std::string id_of(const ordered_json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void create_github_app_installation_token(FunctionGround& ground, const FunctionCall& call, FunctionDone done) {
  const ordered_json key = parameter(call, 0);
  if (!key.is_string()) return done(invalid("Parameter at index 0 is not a private key"));
  if (!ground.github) return done(Failure{Fault::Unsupported, "there is no HTTP client to ask GitHub with"});
  create_github_token(*ground.github, {key.get<std::string>(), id_of(parameter(call, 1)), id_of(parameter(call, 2))},
                      call.patience, [done = std::move(done)](Result<std::string> token) mutable {
                        if (!token) return done(std::move(token).failure());
                        done(json_text(*token));
                      });
}

struct Function {
  std::string_view name;
  std::size_t required;
  void (*call)(FunctionGround&, const FunctionCall&, FunctionDone);
};

constexpr std::array kFunctions{
    Function{"base64", 1, &base64},
    Function{"createGithubAppInstallationToken", 3, &create_github_app_installation_token},
    Function{"createLink", 1, &create_link},
    Function{"getJson", 1, &get_json},
    Function{"getText", 1, &get_text},
};

}  // namespace

void call_function(FunctionGround& ground, std::string_view name, const FunctionCall& call, FunctionDone done) {
  const auto function =
      std::find_if(kFunctions.begin(), kFunctions.end(), [&](const Function& it) { return it.name == name; });
  if (function == kFunctions.end())
    return done(invalid(fmt::format("No intrinsic function found with name: {}", name)));
  if (call.parameters.size() < function->required) {
    return done(invalid(fmt::format("Parameter at index {} is required but not provided", call.parameters.size())));
  }
  function->call(ground, call, std::move(done));
}

}  // namespace jackfield::documents
