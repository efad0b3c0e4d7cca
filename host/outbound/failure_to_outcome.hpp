#pragma once

// From what went wrong with a job to the Failed that the engine gets: the one table of this room.
//
//   Error      retries − 1, the header's back-off
//   Retry      the connector's retries and back-off where given, else as Error
//   Input      retries 0, the header's back-off
//   Cancelled  retries unchanged: the job is handed back
//
// A pause that the connector's target asked for lengthens the back-off of Error and Retry, unless the connector has its
// own.
//
// Variables are always {"error": {type, message, code?, variables?}}; the type is the
// connector's own name for it, else the name that belongs to the kind.

#include <string>
#include <string_view>

#include "base/job.hpp"
#include "base/outcome.hpp"
#include "loader/op_table.hpp"
#include "outbound/task_headers.hpp"
#include "outbound/thrown.hpp"
#include "secrets/secrets.hpp"

namespace jackfield::outbound {

// A connector's answer other than Result and AdHoc.
Thrown thrown_by_connector(const loader::ConnectorOutcome& outcome, const Job& job, const TaskHeaders& headers);

// What could not be done around the connector: it refused the job, or its input could not be made. InvalidInput is for
// good.
Thrown thrown_by(const Failure& failure, const Job& job, const TaskHeaders& headers);

// A result or error expression that failed.
Thrown thrown_by_expression(const Failure& failure, const Job& job, const TaskHeaders& headers);

// Nobody knows what to hide, so nothing of the job is told.
Thrown secrets_not_fetched(const Failure& failure, const Job& job);

// The same for people and process models, without what must not leave the process.
Failed failed(const Thrown& thrown, const secrets::Masker& masker);

// Nobody's fault: another attempt, soon, with the retries that the job came with.
Failed handed_back(std::string_view message, const Job& job, milliseconds backoff);

// "<message> | Error variables: {…}" as the engine gets it, shortened.
std::string with_variables(std::string_view message, std::string_view variables_json);

}  // namespace jackfield::outbound
