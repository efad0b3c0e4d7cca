#include <fmt/core.h>

#include <cstdio>

#include "app/json_layout.hpp"
#include "app/rehearsal.hpp"
#include "app/settings_binding.hpp"
#include "app/try_json.hpp"
#include "app/try_report.hpp"
#include "app/try_settings.hpp"
#include "app/verbs.hpp"

namespace jackfield::app {
namespace {

int cannot_try(const Failure& failure) {
  fmt::print(stderr, "jackfield try: {}\n", failure.message);
  return kCannotStart;
}

int exit_code(const Rehearsal& rehearsal) {
  if (rehearsal.entry.stop || (rehearsal.exit && rehearsal.exit->stop)) return kFailed;
  if (rehearsal.is_held_back()) return kDone;
  return rehearsal.outcome && std::holds_alternative<Completed>(*rehearsal.outcome) ? kDone : kFailed;
}

}  // namespace

int try_verb(const Arguments& arguments) {
  if (asks_for_help(arguments)) {
    fmt::print("{}", try_help());
    return kDone;
  }
  Result<config::Document> document = read_settings(try_table(), arguments);
  if (!document) return cannot_try(document.failure());
  Result<TrySettings> settings = bind_try_settings(*document);
  if (!settings) return cannot_try(settings.failure());
  Result<Rehearsal> rehearsal = rehearse(*settings, config::process_environment());
  if (!rehearsal) return cannot_try(rehearsal.failure());
  fmt::print("{}", settings->is_json ? laid_out(json_of(*rehearsal)) + "\n" : report_of(*rehearsal));
  return exit_code(*rehearsal);
}

}  // namespace jackfield::app
