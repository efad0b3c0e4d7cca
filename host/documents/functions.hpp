#pragma once

// The functions that a model may name in a job's input ("camunda.function.type"): one row each.
//
// Called on the executor with positional parameters, all of which are there when they are required; more than that are
// ignored. `done` may come at once.
//
// Parameters are plain JSON: calls inside them have been executed. A document is an object with a reference's member;
// its content is taken into memory, 32 MiB at most.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "documents/documents.hpp"
#include "documents/github_token.hpp"
#include "documents/store.hpp"

namespace jackfield::documents {

// What functions work with. Outlives every call.
struct FunctionGround {
  Documents documents;
  Evaluator evaluate;                // or null
  std::optional<GithubRoad> github;  // nothing without HTTP
};

using FunctionDone = UniqueFunction<void(Result<std::string>)>;  // the result as JSON text

struct FunctionCall {
  const nlohmann::ordered_json& parameters;  // an array
  const Patience& patience;
};

// InvalidInput for an unknown name and for a required parameter that is missing.
void call_function(FunctionGround& ground, std::string_view name, const FunctionCall& call, FunctionDone done);

}  // namespace jackfield::documents
