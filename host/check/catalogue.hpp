#pragma once

// All checks, in the order in which they run.

#include <span>
#include <string_view>

#include "check/check.hpp"

namespace jackfield::check {

class Subject;

struct Check {
  std::string_view id;
  std::string_view name;
  std::string_view needs;  // ids, with spaces between: skipped unless all of them passed or warned
  Finding (*run)(Subject& subject);
};

std::span<const Check> all_checks() noexcept;
const Check* find_check(std::string_view id) noexcept;

// File: what can be read without running any of its code.
Finding elf_complete(Subject& subject);
Finding elf_machine(Subject& subject);
Finding note_present(Subject& subject);
Finding single_export(Subject& subject);
Finding no_unique_symbols(Subject& subject);
Finding no_nodelete(Subject& subject);
Finding needed_libraries(Subject& subject);
Finding symbol_versions(Subject& subject);
Finding hardening(Subject& subject);
Finding size(Subject& subject);
Finding undefined_symbols(Subject& subject);

// Manifest and what is packed with it.
Finding abi_range(Subject& subject);
Finding note_equals_entry(Subject& subject);
Finding id_and_version(Subject& subject);
Finding connectors_unique(Subject& subject);
Finding templates_valid(Subject& subject);
Finding schemas_valid(Subject& subject);
Finding feel_paths(Subject& subject);
Finding resources_unique(Subject& subject);

// Loading.
Finding load_now(Subject& subject);
Finding entry_pure(Subject& subject);
Finding layout(Subject& subject);
Finding load_time(Subject& subject);
Finding constructor_quiet(Subject& subject);
Finding double_load(Subject& subject);
Finding unknown_extension(Subject& subject);
Finding id_with_garbage(Subject& subject);

// Life of a generation.
Finding create_invalid_config(Subject& subject);
Finding create_destroy(Subject& subject);
Finding start_stop(Subject& subject);
Finding stop_in_time(Subject& subject);
Finding two_instances(Subject& subject);
Finding old_host(Subject& subject);
Finding new_host(Subject& subject);

// Outbound connectors.
Finding completes_once(Subject& subject);
Finding dispatch_budget(Subject& subject);
Finding concurrency(Subject& subject);
Finding cancel(Subject& subject);
Finding deadline(Subject& subject);
Finding bad_input(Subject& subject);
Finding big_input(Subject& subject);
Finding borrowed_only(Subject& subject);
Finding error_shape(Subject& subject);

// Inbound connectors; the same for all four.
Finding inbound(Subject& subject);

// The process that it lives in.
Finding thread_tags(Subject& subject);
Finding no_exception_escape(Subject& subject);
Finding no_exit(Subject& subject);

// Unloading.
Finding unload_clean(Subject& subject);
Finding pool_threads(Subject& subject);
Finding reload_under_load(Subject& subject);
Finding overhead(Subject& subject);

}  // namespace jackfield::check
