#include <fmt/core.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <optional>

#include "app/feel_console.hpp"
#include "app/feel_output.hpp"
#include "app/verbs.hpp"
#include "feel/cases.hpp"
#include "feel/functions.hpp"

namespace jackfield::app {
namespace {

constexpr std::string_view kHelp =
    "Usage: jackfield feel [EXPRESSION] [options]\n\n"
    "Evaluates a FEEL expression as Camunda 8 does; without one, asks for them one after another.\n\n"
    "  --file FILE          read the expression from a file (- for standard input)\n"
    "  --context JSON       variables, an object\n"
    "  --context-file FILE  the same from a file\n"
    "  --unary JSON         the expression is a unary test of this value\n"
    "  --json               print the result as connectors hand it on\n"
    "  --functions [NAME]   what functions there are\n"
    "  --cases FILE...      run cases written as data, one JSON line each; results go to standard output\n";

struct Request {
  std::optional<std::string> expression;
  std::optional<std::string> context;
  std::optional<std::string> input;
  bool as_json = false;
};

int refuse(std::string_view why) {
  fmt::print(stderr, "jackfield feel: {}\n\n{}", why, kHelp);
  return kCannotStart;
}

std::optional<std::string> read_text(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

int print_functions(const std::string& wanted) {
  bool is_known = false;
  std::string_view last;
  for (const feel::FunctionHelp& it : feel::function_help()) {
    if (!wanted.empty() && it.name != wanted) continue;
    is_known = true;
    fmt::print("{}\n", it.signature);
    if (it.summary != last) fmt::print("    {}\n", it.summary);
    last = it.summary;
  }
  if (is_known) return kDone;
  fmt::print(stderr, "jackfield feel: there is no function \"{}\"\n", wanted);
  return kFailed;
}

// Counts what came out; prints what each case came to.
class CaseRun {
 public:
  bool add_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
      fmt::print(stderr, "jackfield feel: cannot read \"{}\"\n", path);
      return false;
    }
    for (std::string line; std::getline(in, line);) {
      if (line.find_first_not_of(" \t\r") != std::string::npos) add(line);
    }
    return true;
  }

  int finish() const {
    fmt::print(
        stderr, "{} cases: {} match, {} differ, {} say nothing of the result, {} unreadable, {} with other warnings\n",
        matching_ + differing_ + open_ + unreadable_, matching_, differing_, open_, unreadable_, other_warnings_);
    return differing_ + unreadable_ == 0 ? kDone : kFailed;
  }

 private:
  void add(const std::string& line) {
    const auto outcome = feel::cases::run_case(line);
    if (!outcome) {
      ++unreadable_;
      fmt::print(stderr, "unreadable: {}\n", outcome.failure().message);
      return;
    }
    fmt::print("{}\n", outcome->answer);
    switch (outcome->verdict) {
      case feel::cases::Verdict::Matches:
        ++matching_;
        break;
      case feel::cases::Verdict::Open:
        ++open_;
        break;
      case feel::cases::Verdict::Differs:
        ++differing_;
        fmt::print(stderr, "{}: wanted {}\n", outcome->id, outcome->wanted);
        break;
    }
    if (outcome->has_same_warnings) return;
    ++other_warnings_;
    fmt::print(stderr, "{}: other warnings\n", outcome->id);
  }

  std::size_t matching_ = 0;
  std::size_t differing_ = 0;
  std::size_t open_ = 0;
  std::size_t unreadable_ = 0;
  std::size_t other_warnings_ = 0;
};

int run_cases(const Arguments& files) {
  if (files.empty()) return refuse("--cases needs a file");
  CaseRun run;
  for (const std::string& path : files) {
    if (!run.add_file(path)) return kCannotStart;
  }
  return run.finish();
}

int evaluate(const Request& request) {
  feel::Context context;
  if (request.context) {
    const auto variables = feel::json_value(*request.context);
    if (!variables) return refuse(fmt::format("the context is {}", variables.failure().message));
    if (!variables->is(feel::Kind::Context)) return refuse("the context must be a JSON object");
    context.add_all(*variables);
  }
  feel::Value input;
  if (request.input) {
    const auto value = feel::json_value(*request.input);
    if (!value) return refuse(fmt::format("the input is {}", value.failure().message));
    input = *value;
  }
  if (!request.expression) {
    if (isatty(STDIN_FILENO) == 0) return refuse("an expression is needed");
    run_feel_console(std::cin, stdout, std::move(context));
    return kDone;
  }
  const FeelOutput output{.as_json = request.as_json, .input = request.input ? &input : nullptr};
  return print_feel_result(stdout, *request.expression, context, output) ? kDone : kFailed;
}

// Takes one option with its value; false where it is none of these or the value is missing.
bool take_option(const Arguments& arguments, std::size_t& at, Request& request) {
  const std::string& name = arguments[at];
  if (name == "--json") return request.as_json = true;
  if (++at == arguments.size()) return false;
  if (name == "--file") return (request.expression = read_text(arguments[at])).has_value();
  if (name == "--context-file") return (request.context = read_text(arguments[at])).has_value();
  if (name == "--context") return request.context = arguments[at], true;
  if (name == "--unary") return request.input = arguments[at], true;
  return false;
}

}  // namespace

int feel_verb(const Arguments& arguments) {
  Request request;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const std::string& argument = arguments[at];
    const Arguments rest(arguments.begin() + static_cast<std::ptrdiff_t>(at) + 1, arguments.end());
    if (argument == "--help" || argument == "-h") return fmt::print("{}", kHelp), kDone;
    if (argument == "--functions") return print_functions(rest.empty() ? std::string() : rest.front());
    if (argument == "--cases") return run_cases(rest);
    if (!argument.starts_with("--")) {
      if (request.expression) return refuse("there is more than one expression");
      request.expression = argument;
    } else if (!take_option(arguments, at, request)) {
      return refuse(fmt::format("cannot take \"{}\"", argument));
    }
  }
  return evaluate(request);
}

}  // namespace jackfield::app
