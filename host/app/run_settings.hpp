#pragma once

// What `jackfield run` may be told, bound from one table to the rooms' own settings.

#include "app/admin_settings.hpp"
#include "app/isolation_settings.hpp"
#include "app/limit_settings.hpp"
#include "app/secret_providers.hpp"
#include "app/selection_settings.hpp"
#include "config/document.hpp"
#include "documents/documents.hpp"
#include "gateway/connect.hpp"
#include "loader/loader.hpp"
#include "log/log.hpp"
#include "net/http_client.hpp"
#include "outbound/outbound.hpp"
#include "services/services.hpp"
#include "worker/worker.hpp"

namespace jackfield::app {

struct RunSettings {
  gateway::Settings gateway;
  loader::Settings loader;
  outbound::Settings outbound;
  worker::Settings worker;
  net::HttpSettings http;
  services::Settings services;
  SecretSettings secrets;
  documents::Settings documents;
  AdminSettings admin;
  SelectionOptions selection;  // as it is set; the worker's own follows from it
  log::Settings log;
  LimitOptions limits;  // as they are set; the rooms' own follow from them
  std::map<std::string, LimitOptions> limits_by_type;
  BreakerOptions host_breaker;
  isolation::Settings isolation;
  IsolationOptions isolation_of_all;  // as they are set, too
  std::map<std::string, IsolationOptions> isolation_of_plugin;
  std::size_t executor_threads = 0;  // 0: one per core
  std::size_t blocking_threads = 32;
  milliseconds shutdown_grace = 25s;
};

config::Table run_table();

// Fails with a message for people: which setting, from where, what was expected.
Result<RunSettings> bind_run_settings(const config::Document& document);

// Everything that is wrong with the values, for people.
std::vector<Failure> check_run_settings(const config::Document& document);

// A host without any plugin folder would only look busy. One that exists is enough: others may be mounted later.
Result<void> check_plugin_folders(const RunSettings& settings);

// Values other than the defaults with their origins, secrets masked: one line for the log.
std::string describe(const config::Document& document, config::Table table);

}  // namespace jackfield::app
