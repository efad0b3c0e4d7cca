#pragma once

// From what went wrong with a job to the Failed that the engine gets: the one table of this room.
//
//   Error      retries − 1, the header's back-off
//   Retry      the connector's retries and back-off where given, else as Error
//   Input      retries 0, the header's back-off
//   Cancelled  retries unchanged: the job is handed back
//
// Variables are always {"error": {type, message, code?, variables?}}; the type is the
// connector's own name for it, else the name that belongs to the kind.

#include <string>
#include <string_view>

#include "base/job.hpp"
#include "base/outcome.hpp"
#include "loader/op_table.hpp"
#include "outbound/task_headers.hpp"

namespace jackfield::outbound {

// A connector's answer other than Result and AdHoc.
Failed failed_by_connector(const loader::ConnectorOutcome& outcome, const Job& job, const TaskHeaders& headers);

// A connector that refused the job, or could not be called.
Failed failed_by_refusal(const Failure& refusal, const Job& job, const TaskHeaders& headers);

// The input, the headers or the answer cannot work however often they are tried: retries 0. `backoff` as sent.
Failed failed_for_good(std::string_view type, std::string_view message, std::optional<milliseconds> backoff);

// Nobody's fault: another attempt, soon, with the retries that the job came with.
Failed handed_back(std::string_view message, const Job& job, milliseconds backoff);

inline constexpr std::string_view kInputException = "io.camunda.connector.api.error.ConnectorInputException";
inline constexpr std::string_view kBackoffException =
    "io.camunda.connector.runtime.core.error.InvalidBackOffDurationException";

}  // namespace jackfield::outbound
