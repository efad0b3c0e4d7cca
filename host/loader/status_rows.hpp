#pragma once

// What operators are shown: one row per generation that is in memory, one per file that was refused.

#include <vector>

#include "loader/retired_generations.hpp"
#include "loader/served_plugin.hpp"
#include "loader/status_board.hpp"

namespace jackfield::loader {

std::vector<StatusBoard::Row> status_rows(const ServedPlugins& plugins, const RejectedFiles& rejected,
                                          const RetiredGenerations& retired);

}  // namespace jackfield::loader
