#pragma once

// A rehearsal as text: a section for each step that happened, in their order, in the words of the modeller.

#include <string>

#include "app/rehearsal.hpp"

namespace jackfield::app {

std::string report_of(const Rehearsal& rehearsal);

// What the command to the engine is called.
std::string_view command_name(const JobOutcome& outcome);

// Why there is no command, where there is none.
std::string_view missing_command(const Rehearsal& rehearsal);

}  // namespace jackfield::app
