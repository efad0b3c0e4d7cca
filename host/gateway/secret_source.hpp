#pragma once

// A secret from the settings: its text, or a file that holds it and is read again each time.

#include <string>

#include "base/result.hpp"
#include "base/secret_text.hpp"

namespace jackfield::gateway {

struct SecretSource {
  SecretText text;
  std::string file;  // wins over the text

  bool is_set() const noexcept { return !text.empty() || !file.empty(); }

  // Without line ends at its end. Reads the file; InvalidInput names it. Small and local: may be called where waiting
  // for a disk is allowed.
  Result<SecretText> read() const;
};

}  // namespace jackfield::gateway
