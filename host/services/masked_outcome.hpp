#pragma once

// An outcome with hidden values replaced in its texts. The original may come from an older plugin and be shorter.

#include <string>

#include "jackfield/outbound.h"
#include "secrets/secrets.hpp"

namespace jackfield::services {

class MaskedOutcome {
 public:
  MaskedOutcome(const jf_outcome& outcome, const secrets::Masker& masker);
  MaskedOutcome(const MaskedOutcome&) = delete;
  MaskedOutcome& operator=(const MaskedOutcome&) = delete;

  // Points into this and into the original.
  const jf_outcome& abi() const noexcept { return abi_; }

 private:
  std::string code_;
  std::string message_;
  std::string variables_;
  jf_outcome abi_{};
};

}  // namespace jackfield::services
