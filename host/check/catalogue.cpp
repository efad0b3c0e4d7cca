#include "check/catalogue.hpp"

#include <array>

namespace jackfield::check {
namespace {

constexpr std::array kChecks{
    Check{"F01", "elf-complete", "", &elf_complete},
    Check{"F02", "elf-machine", "F01", &elf_machine},
    Check{"F03", "note-present", "F02", &note_present},
    Check{"F04", "single-export", "F02", &single_export},
    Check{"F05", "no-unique-symbols", "F03", &no_unique_symbols},
    Check{"F06", "no-nodelete", "F03", &no_nodelete},
    Check{"F07", "needed-libraries", "F02", &needed_libraries},
    Check{"F08", "symbol-versions", "F02", &symbol_versions},
    Check{"F09", "hardening", "F02", &hardening},
    Check{"F10", "debug-and-size", "F02", &size},
    Check{"F11", "undefined-symbols", "F02 F07 F08", &undefined_symbols},

    Check{"M01", "abi-range", "F03", &abi_range},
    Check{"M03", "id-and-version", "F03", &id_and_version},
    Check{"M04", "connectors-unique", "F03", &connectors_unique},

    Check{"L01", "load-now", "F03 F04 F07 F08 F09 F11 M01", &load_now},
    Check{"L02", "entry-pure", "L01", &entry_pure},
    Check{"L03", "layout", "L01", &layout},
    Check{"M02", "note-equals-entry", "L03", &note_equals_entry},
    Check{"M05", "templates-valid", "M02", &templates_valid},
    Check{"M06", "schemas-valid", "M02", &schemas_valid},
    Check{"M07", "feel-paths", "M06", &feel_paths},
    Check{"M08", "resources-unique", "M02", &resources_unique},
    Check{"L04", "load-time", "L01", &load_time},
    Check{"L05", "constructor-quiet", "L01", &constructor_quiet},
    Check{"L06", "double-load", "L02 M02", &double_load},

    Check{"T03", "no-exit", "M02 M06 L02 L06", &no_exit},
    Check{"C02", "create-destroy", "M02 M06 L02 L06 T03", &create_destroy},
    Check{"L07", "unknown-extension", "C02", &unknown_extension},
    Check{"L08", "id-with-garbage", "L07", &id_with_garbage},
    Check{"C01", "create-invalid-config", "C02", &create_invalid_config},
    Check{"C03", "start-stop", "C02", &start_stop},
    Check{"C04", "stop-in-time", "C03", &stop_in_time},
    Check{"C06", "old-host", "C03", &old_host},
    Check{"C07", "new-host", "C03", &new_host},

    Check{"T01", "thread-tags", "C03", &thread_tags},
    Check{"O02", "dispatch-budget", "C03", &dispatch_budget},
    Check{"O01", "completes-once", "O02", &completes_once},
    Check{"C05", "two-instances", "C04 O01", &two_instances},
    Check{"O03", "concurrency", "O01", &concurrency},
    Check{"O04", "cancel", "O01", &cancel},
    Check{"O05", "deadline", "O01", &deadline},
    Check{"O06", "bad-input", "O01", &bad_input},
    Check{"O07", "big-input", "O01", &big_input},
    Check{"O08", "borrowed-only", "O01", &borrowed_only},
    Check{"O09", "error-shape", "O06", &error_shape},

    Check{"I01", "activate-deactivate", "F03", &inbound},
    Check{"I02", "correlate-late", "F03", &inbound},
    Check{"I03", "webhook-fuzz", "F03", &inbound},
    Check{"I04", "polling", "F03", &inbound},

    Check{"T02", "no-exception-escape", "C04 O01 O07", &no_exception_escape},
    Check{"U01", "unload-clean", "F05 F06 C04 O01", &unload_clean},
    Check{"U02", "pool-threads", "U01 O01", &pool_threads},
    Check{"U03", "reload-under-load", "U01 O03", &reload_under_load},
    Check{"S02", "overhead", "O01", &overhead},
};

}  // namespace

std::span<const Check> all_checks() noexcept {
  return kChecks;
}

const Check* find_check(std::string_view id) noexcept {
  for (const Check& check : kChecks) {
    if (check.id == id) return &check;
  }
  return nullptr;
}

}  // namespace jackfield::check
