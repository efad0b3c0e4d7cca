#pragma once

// The tables of functions that plugins get, one per extension, each in its own file. Constant.

#include "jackfield/gateway.h"
#include "jackfield/outbound.h"
#include "jackfield/plugin.h"
#include "jackfield/services.h"

namespace jackfield::services {

extern const jf_host_http kHttpTable;
extern const jf_host_documents kDocumentsTable;
extern const jf_host_timer kTimerTable;
extern const jf_host_executor kExecutorTable;
extern const jf_host_metrics kMetricsTable;
extern const jf_host_memory kMemoryTable;
extern const jf_host_feel kFeelTable;
extern const jf_host_secrets kSecretsTable;
extern const jf_host_state kStateTable;
extern const jf_host_reactor kReactorTable;
extern const jf_host_gateway kGatewayTable;
extern const jf_host_ops kOpsTable;
extern const jf_host_lifecycle kLifecycleTable;

// Fills the functions of jf_host itself that log (log.cpp).
void add_log(jf_host& abi);

}  // namespace jackfield::services
