#include <fmt/core.h>

#include <array>
#include <cstdio>
#include <exception>

#include "app/verbs.hpp"
#include "check/check.hpp"
#include "loader/probe_child.hpp"

namespace jackfield::app {
namespace {

constexpr std::array kVerbs{
    Verb{"run", "take jobs from a cluster and run them through the plugins of a folder", &run_verb},
    Verb{"dev", "embedded gateway and engine for development and tests", &dev_verb},
    Verb{"try", "run one element of a model without a cluster and show each step", &try_verb},
    Verb{"feel", "evaluate FEEL expressions", &feel_verb},
    Verb{"new", "write the folder of a new connector, in C, C++, Rust, Zig or Go", &new_verb},
    Verb{"plugins", "ask a running host about its plugins; reload, roll back or quarantine one", &plugins_verb},
    Verb{"check", "hold a plugin file against the contract", &check_verb},
    Verb{"config", "check and show the settings that run would have", &config_verb},
    Verb{"healthcheck", "ask the host that runs here whether it is well", &healthcheck_verb},
    Verb{"version", "print the version", &version_verb},
};

void print_usage(std::FILE* out) {
  fmt::print(out, "Usage: jackfield VERB [settings]\n\nNative connector runtime for Camunda 8.\n\n");
  for (const Verb& verb : kVerbs) fmt::print(out, "  {:<12} {}\n", verb.name, verb.summary);
  fmt::print(out, "\njackfield VERB --help tells the settings of a verb.\n");
}

int dispatch(const std::string& name, const Arguments& arguments) {
  for (const Verb& verb : kVerbs) {
    if (verb.name == name) return verb.run(arguments);
  }
  fmt::print(stderr, "jackfield: unknown verb \"{}\"\n\n", name);
  print_usage(stderr);
  return kCannotStart;
}

}  // namespace

std::span<const Verb> verbs() noexcept {
  return kVerbs;
}

}  // namespace jackfield::app

int main(int count, char** values) {
  using namespace jackfield::app;
  const Arguments all(values + 1, values + count);
  if (all.empty()) {
    print_usage(stderr);
    return kCannotStart;
  }
  if (all.front() == "--help" || all.front() == "-h" || all.front() == "help") {
    print_usage(stdout);
    return kDone;
  }
  if (all.front() == "--version") return version_verb({});
  // Processes that a plugin may crash or hang: not for people.
  if (all.front() == jackfield::check::kCheckVerb) jackfield::check::run_check_child(std::span(all).subspan(1));
  if (all.front() == jackfield::loader::kProbeVerb) jackfield::loader::run_probe_child(std::span(all).subspan(1));
  try {
    return dispatch(all.front(), Arguments(all.begin() + 1, all.end()));
  } catch (const std::exception& error) {
    fmt::print(stderr, "jackfield: {}\n", error.what());
    return kCannotStart;
  }
}
