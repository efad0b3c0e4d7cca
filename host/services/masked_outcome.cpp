#include "services/masked_outcome.hpp"

#include <algorithm>
#include <cstring>

#include "services/text.hpp"

namespace jackfield::services {
namespace {

// Absent texts stay absent.
jf_str kept(jf_str original, const std::string& masked) {
  return original.ptr == nullptr ? original : borrow(masked);
}

}  // namespace

MaskedOutcome::MaskedOutcome(const jf_outcome& outcome, const secrets::Masker& masker)
    : code_(masker.in_text(std::string(view(outcome.code)))),
      message_(masker.in_text(std::string(view(outcome.message)))),
      variables_(masker.in_json(std::string(view(outcome.variables_json)))) {
  std::memcpy(&abi_, &outcome, std::min<std::size_t>(outcome.struct_size, sizeof(abi_)));
  abi_.struct_size = sizeof(abi_);
  abi_.code = kept(outcome.code, code_);
  abi_.message = kept(outcome.message, message_);
  abi_.variables_json = kept(outcome.variables_json, variables_);
}

}  // namespace jackfield::services
