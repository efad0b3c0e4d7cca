#pragma once

// Executes the functions that a JSON text calls, inner ones first, one after the other, and puts their results in
// place. Results are not looked through again: what a document contains is never executed.

#include <memory>
#include <string>

#include "documents/functions.hpp"

namespace jackfield::documents {

// More than this many calls end a run.
inline constexpr std::size_t kMostCalls = 10;

// `done` comes on the executor. InvalidInput for every failure of a function.
void resolve_calls(std::shared_ptr<FunctionGround> ground, Executor& executor, std::string json, Patience patience,
                   ResolveDone done);

}  // namespace jackfield::documents
