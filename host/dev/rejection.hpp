#pragma once

// How the engine says no, in the words that Zeebe's clients know.

#include <string_view>

#include "base/result.hpp"

namespace jackfield::dev {

// The engine's own kinds of refusal. Each travels as a Fault: InvalidInput, NotFound, Rejected.
enum class Refusal { InvalidArgument, NotFound, InvalidState, AlreadyExists };

// "Command 'COMPLETE' rejected with code 'NOT_FOUND': <reason>".
Failure rejection(std::string_view intent, Refusal refusal, std::string_view reason);

}  // namespace jackfield::dev
