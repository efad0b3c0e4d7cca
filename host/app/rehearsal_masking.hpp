#pragma once

// Hides the values of secrets in what a rehearsal tells.

#include "app/rehearsal.hpp"
#include "secrets/secrets.hpp"

namespace jackfield::app {

// Without a masker, which a provider may fail to give, every text that could hold a value is hidden as a whole.
// Credentials in headers of requests are hidden in any case.
void hide_secrets(Rehearsal& rehearsal, const Result<secrets::Masker>& masker);

}  // namespace jackfield::app
