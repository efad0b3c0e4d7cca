#include "loader/abi_status.hpp"

#include <fmt/format.h>
#include <jackfield/plugin.h>

#include <array>

namespace jackfield::loader {
namespace {

struct Row {
  jf_status status;
  Fault fault;
  std::string_view name;
};

// Busy is Rejected: the one refusal that is worth asking again.
constexpr std::array kRows{
    Row{JF_ERR_INVALID, Fault::InvalidInput, "JF_ERR_INVALID"},
    Row{JF_ERR_UNSUPPORTED, Fault::Unsupported, "JF_ERR_UNSUPPORTED"},
    Row{JF_ERR_STALE, Fault::Internal, "JF_ERR_STALE"},
    Row{JF_ERR_BUSY, Fault::Rejected, "JF_ERR_BUSY"},
    Row{JF_ERR_NOMEM, Fault::Unavailable, "JF_ERR_NOMEM"},
    Row{JF_ERR_CANCELLED, Fault::Cancelled, "JF_ERR_CANCELLED"},
    Row{JF_ERR_DEADLINE, Fault::DeadlineExceeded, "JF_ERR_DEADLINE"},
    Row{JF_ERR_IO, Fault::Unavailable, "JF_ERR_IO"},
    Row{JF_ERR_DENIED, Fault::InvalidInput, "JF_ERR_DENIED"},
    Row{JF_ERR_NOT_FOUND, Fault::NotFound, "JF_ERR_NOT_FOUND"},
    Row{JF_ERR_CONFLICT, Fault::InvalidInput, "JF_ERR_CONFLICT"},
    Row{JF_ERR_TOO_LARGE, Fault::InvalidInput, "JF_ERR_TOO_LARGE"},
    Row{JF_ERR_CLOSING, Fault::Cancelled, "JF_ERR_CLOSING"},
    Row{JF_ERR_INTERNAL, Fault::Internal, "JF_ERR_INTERNAL"},
};

const Row* find_row(jf_status status) noexcept {
  for (const Row& row : kRows) {
    if (row.status == status) return &row;
  }
  return nullptr;
}

}  // namespace

Fault fault_of(std::int32_t status) noexcept {
  const Row* row = find_row(status);
  return row == nullptr ? Fault::Internal : row->fault;
}

std::int32_t status_of(Fault fault) noexcept {
  switch (fault) {
    case Fault::InvalidInput:
      return JF_ERR_INVALID;
    case Fault::NotFound:
      return JF_ERR_NOT_FOUND;
    case Fault::Unavailable:
      return JF_ERR_IO;
    case Fault::DeadlineExceeded:
      return JF_ERR_DEADLINE;
    case Fault::Cancelled:
      return JF_ERR_CANCELLED;
    case Fault::Unsupported:
      return JF_ERR_UNSUPPORTED;
    case Fault::Rejected:
      return JF_ERR_BUSY;
    case Fault::Internal:
      return JF_ERR_INTERNAL;
  }
  return JF_ERR_INTERNAL;
}

std::string_view name_of_status(std::int32_t status) noexcept {
  if (status == JF_OK) return "JF_OK";
  const Row* row = find_row(status);
  return row == nullptr ? "an unknown status" : row->name;
}

std::string failed_call(std::string_view function, const std::optional<std::string>& thrown, std::string_view message,
                        std::int32_t status) {
  if (thrown) return fmt::format("{} threw an exception: {}", function, *thrown);
  if (!message.empty()) return fmt::format("{} failed: {}", function, message);
  return fmt::format("{} failed with {}", function, name_of_status(status));
}

}  // namespace jackfield::loader
