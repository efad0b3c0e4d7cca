// Exempt from the length limit: the table of settings.
#include "app/run_settings.hpp"

#include "app/plugin_settings.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "app/service_settings.hpp"
#include "app/settings_binding.hpp"

namespace jackfield::app {
namespace {

using config::as_duration;
using config::as_flag;
using config::as_number;
using config::as_text;
using config::Value;
using S = RunSettings;

constexpr std::uint64_t kMostDocumentBytes = 1ULL << 50;
constexpr std::uint64_t kMostMessageBytes = std::numeric_limits<std::int32_t>::max();

std::vector<std::filesystem::path> paths_of(const Value& value) {
  return {value.texts.begin(), value.texts.end()};
}

Result<void> assign_filter_mode(secrets::FilterMode& target, const Value& value) {
  using secrets::FilterMode;
  static constexpr std::array<std::pair<std::string_view, FilterMode>, 3> kModes{
      {{"disabled", FilterMode::Disabled}, {"lax", FilterMode::Lax}, {"strict", FilterMode::Strict}}};
  std::string text(value.text());
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  for (const auto& [name, mode] : kModes) {
    if (text == name) return target = mode, Result<void>();
  }
  return Failure{Fault::InvalidInput, fmt::format("setting \"secrets.filter\" from {}: expected disabled, lax or "
                                                  "strict, got \"{}\"",
                                                  value.origin, value.text())};
}

// Unset leaves the default.
template <typename Target>
Result<void> assign_if_set(Target& target, const Value& value) {
  if (value.is_set()) target = std::string(value.text());
  return {};
}

Result<void> assign_rest_address(std::string& target, const Value& value) {
  const std::string_view text = value.is_set() ? value.text() : "";
  if (text.empty()) return {};
  if (text.starts_with("http://") || text.starts_with("https://")) return assign_if_set(target, value);
  return Failure{Fault::InvalidInput,
                 fmt::format("setting \"documents.rest-address\" from {}: expected http:// or https://, got \"{}\"",
                             value.origin, text)};
}

// After the REST address.
Result<void> assign_store(documents::Settings& target, const Value& value) {
  using documents::StoreKind;
  const bool has_address = !target.rest_address.empty();
  const std::string_view name = value.is_set() ? value.text() : has_address ? "cluster" : "none";
  if (name == "cluster" && has_address) target.store = StoreKind::Cluster;
  if (name == "in-memory") target.store = StoreKind::InMemory;
  if (target.store != StoreKind::None || name == "none") return {};
  const std::string_view expected =
      name == "cluster" ? "a setting \"documents.rest-address\" beside it" : "cluster, in-memory or none";
  return Failure{Fault::InvalidInput, fmt::format("setting \"documents.store\" from {}: expected {}, got \"{}\"",
                                                  value.origin, expected, name)};
}

std::vector<SettingRow<S>> main_rows() {
  return with_common_rows<S>({
      {{.name = "gateway.address",
        .argument = "--gateway",
        .placeholder = "ADDRESS",
        .fallback = "http://localhost:26500",
        .help =
            "where the cluster's gateway listens; https:// or grpcs:// means TLS, http://, grpc:// or none plaintext",
        .properties = {"camunda.client.grpc-address"},
        .old_names = {"camunda.client.zeebe.grpc-address", "zeebe.client.broker.grpc-address", "zeebe.grpc.address",
                      "zeebe.client.broker.gateway-address"},
        .aliases = {"CAMUNDA_GRPC_ADDRESS", "ZEEBE_ADDRESS"}},
       [](S& s, const Value& v) { return assign(s.gateway.address, as_text(v)); }},
      {{.name = "gateway.plaintext",
        .argument = "--plaintext",
        .placeholder = "true|false",
        .fallback = "",
        .help = "for an address without scheme: whether to speak without TLS (unset: yes)",
        .old_names = {"zeebe.client.security.plaintext"},
        .aliases = {"ZEEBE_INSECURE", "CAMUNDA_INSECURE_CONNECTION", "ZEEBE_INSECURE_CONNECTION"}},
       [](S& s, const Value& v) {
         if (!v.is_set()) return Result<void>();
         bool is_plaintext = true;
         Result<void> done = assign(is_plaintext, as_flag(v));
         s.gateway.is_tls_default = !is_plaintext;
         return done;
       }},
      {{.name = "gateway.ca-certificate",
        .argument = "--ca-certificate",
        .placeholder = "FILE",
        .fallback = "",
        .help = "PEM file with the authorities to trust instead of the system's",
        .properties = {"camunda.client.ca-certificate-path"},
        .old_names = {"camunda.client.zeebe.ca-certificate-path", "zeebe.client.security.cert-path"},
        .aliases = {"CAMUNDA_CA_CERTIFICATE_PATH", "ZEEBE_CA_CERTIFICATE_PATH"}},
       [](S& s, const Value& v) { return assign_if_set(s.gateway.ca_file, v); }},
      {{.name = "gateway.override-authority",
        .argument = "--override-authority",
        .placeholder = "NAME",
        .fallback = "",
        .help = "name to expect in the gateway's certificate instead of the address",
        .properties = {"camunda.client.override-authority"},
        .old_names = {"camunda.client.zeebe.override-authority", "zeebe.client.security.override-authority"},
        .aliases = {"CAMUNDA_OVERRIDE_AUTHORITY", "ZEEBE_OVERRIDE_AUTHORITY"}},
       [](S& s, const Value& v) { return assign_if_set(s.gateway.authority, v); }},
      {{.name = "gateway.keep-alive",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "45s",
        .help = "how often an idle connection is pinged",
        .properties = {"camunda.client.keep-alive"},
        .old_names = {"camunda.client.zeebe.keep-alive", "zeebe.client.broker.keep-alive"},
        .aliases = {"CAMUNDA_KEEP_ALIVE", "ZEEBE_KEEP_ALIVE"}},
       [](S& s, const Value& v) { return assign(s.gateway.keepalive, as_duration(v)); }},
      {{.name = "gateway.max-message-size",
        .argument = "",
        .placeholder = "BYTES",
        .fallback = "5242880",
        .help = "largest message accepted from the gateway",
        .properties = {"camunda.client.max-message-size"},
        .old_names = {"camunda.client.zeebe.max-message-size", "zeebe.client.message.max-message-size"},
        .aliases = {"ZEEBE_CLIENT_MAXMESSAGESIZE"}},
       [](S& s, const Value& v) { return assign(s.gateway.max_message_bytes, as_number(v, 1024, kMostMessageBytes)); }},

      {{.name = "plugins.folders",
        .argument = "--plugins",
        .placeholder = "DIR",
        .fallback = "plugins",
        .help = "folders whose .so files are loaded and watched",
        .is_list = true},
       [](S& s, const Value& v) {
         s.loader.folders = paths_of(v);
         return Result<void>();
       }},
      {{.name = "plugins.shadow-folder",
        .argument = "",
        .placeholder = "DIR",
        .fallback = "",
        .help =
            "where private copies of plugins are kept while loaded (unset: a folder of our own among temporary files)"},
       [](S& s, const Value& v) { return assign_if_set(s.loader.shadow_folder, v); }},
      {{.name = "plugins.probe",
        .argument = "",
        .placeholder = "true|false",
        .fallback = "true",
        .help = "try each plugin file in a child process before it is loaded"},
       [](S& s, const Value& v) {
         bool is_on = true;
         Result<void> done = assign(is_on, as_flag(v));
         s.loader.probe_program = is_on ? "/proc/self/exe" : "";
         return done;
       }},
      {{.name = "plugins.probe-timeout",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "2s",
        .help = "how long a plugin may take to be loaded and made in that process"},
       [](S& s, const Value& v) { return assign(s.loader.probe_timeout, as_duration(v)); }},
      {{.name = "plugins.settle",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "150ms",
        .help = "how long a changed file must stand still before it is loaded"},
       [](S& s, const Value& v) { return assign(s.loader.settle, as_duration(v)); }},
      {{.name = "plugins.rescan",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "10s",
        .help = "how often folders are looked through even if nothing was heard"},
       [](S& s, const Value& v) { return assign(s.loader.rescan, as_duration(v)); }},
      {{.name = "plugins.reload-interval",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "1s",
        .help = "at least this long between two reloads of one plugin"},
       [](S& s, const Value& v) { return assign(s.loader.min_reload_interval, as_duration(v)); }},
      {{.name = "plugins.drain-timeout",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "30s",
        .help = "how long executions of a replaced plugin may go on"},
       [](S& s, const Value& v) { return assign(s.loader.drain_timeout, as_duration(v)); }},
      {{.name = "plugins.cool-off",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "60s",
        .help = "how long the code of a stopped plugin stays mapped"},
       [](S& s, const Value& v) { return assign(s.loader.cool_off, as_duration(v)); }},
      {{.name = "plugins.delete-grace",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "10s",
        .help = "how long a file may be gone before its plugin is unloaded"},
       [](S& s, const Value& v) { return assign(s.loader.delete_grace, as_duration(v)); }},

      {{.name = "worker.name",
        .argument = "--worker-name",
        .placeholder = "NAME",
        .fallback = "jackfield",
        .help = "our name in the cluster's records",
        .properties = {"camunda.client.worker.defaults.name"},
        .old_names = {"camunda.client.zeebe.defaults.name", "zeebe.client.worker.default-name",
                      "zeebe.client.worker.name"}},
       [](S& s, const Value& v) { return assign(s.worker.worker_name, as_text(v)); }},
      {{.name = "worker.max-jobs-active",
        .argument = "--max-jobs-active",
        .placeholder = "N",
        .fallback = "100",
        .help = "jobs of one type in flight at most",
        .properties = {"camunda.client.worker.defaults.max-jobs-active"},
        .old_names = {"camunda.client.zeebe.defaults.max-jobs-active", "zeebe.client.worker.max-jobs-active"}},
       [](S& s, const Value& v) { return assign(s.worker.max_jobs_active, as_number(v, 1, 100'000)); }},
      {{.name = "worker.job-timeout",
        .argument = "--job-timeout",
        .placeholder = "TIME",
        .fallback = "5m",
        .help = "how long the cluster leaves a job with us",
        .properties = {"camunda.client.worker.defaults.timeout"},
        .old_names = {"camunda.client.zeebe.defaults.timeout", "zeebe.client.job.timeout"}},
       [](S& s, const Value& v) { return assign(s.worker.job_timeout, as_duration(v)); }},
      {{.name = "worker.poll-timeout",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "10s",
        .help = "how long one poll waits for a job",
        .properties = {"camunda.client.worker.defaults.request-timeout", "camunda.client.request-timeout"},
        .old_names = {"camunda.client.zeebe.defaults.request-timeout", "camunda.client.zeebe.request-timeout",
                      "zeebe.client.request-timeout"}},
       [](S& s, const Value& v) { return assign(s.worker.poll_timeout, as_duration(v)); }},
      {{.name = "worker.streaming",
        .argument = "--streaming",
        .placeholder = "true|false",
        .fallback = "true",
        .help = "have jobs pushed, and poll beside; false only polls",
        .properties = {"camunda.client.worker.defaults.stream-enabled"},
        .old_names = {"camunda.client.zeebe.defaults.stream-enabled", "zeebe.client.default-job-worker-stream-enabled"},
        .aliases = {"CAMUNDA_CLIENT_WORKER_STREAM_ENABLED", "ZEEBE_CLIENT_WORKER_STREAM_ENABLED"}},
       [](S& s, const Value& v) { return assign(s.worker.streaming, as_flag(v)); }},
      {{.name = "worker.tenants",
        .argument = "--tenant",
        .placeholder = "ID",
        .fallback = "<default>",
        .help = "tenants whose jobs are taken",
        .properties = {"camunda.client.worker.defaults.tenant-ids"},
        .old_names = {"camunda.client.tenant-ids", "camunda.client.zeebe.defaults.tenant-ids",
                      "zeebe.client.default-job-worker-tenant-ids"},
        .aliases = {"CAMUNDA_DEFAULT_JOB_WORKER_TENANT_IDS", "ZEEBE_DEFAULT_JOB_WORKER_TENANT_IDS"},
        .is_list = true},
       [](S& s, const Value& v) {
         s.worker.tenants = v.texts;
         return Result<void>();
       }},

      {{.name = "worker.fail-refused-completions",
        .argument = "",
        .placeholder = "true|false",
        .fallback = "true",
        .help =
            "fail a job whose completion the cluster refuses for good, so that somebody sees why; false leaves it to "
            "its timeout, as the Java runtime does"},
       [](S& s, const Value& v) { return assign(s.worker.fails_refused_completions, as_flag(v)); }},
      {{.name = "outbound.cancel-grace",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "5s",
        .help = "how long a connector may take to answer after it was told to stop"},
       [](S& s, const Value& v) {
         Result<void> done = assign(s.outbound.cancel_grace, as_duration(v));
         s.loader.cancel_grace = s.outbound.cancel_grace;
         return done;
       }},
      {{.name = "documents.rest-address",
        .argument = "--rest-address",
        .placeholder = "ADDRESS",
        .fallback = "",
        .help = "where the cluster's REST interface is, which stores documents; http:// or https://, without /v2",
        .properties = {"camunda.client.rest-address"},
        .old_names = {"camunda.client.zeebe.rest-address", "zeebe.client.broker.rest-address", "zeebe.rest.address",
                      "camunda.client.zeebe.base-url", "common.url", "common.base-url"},
        .aliases = {"CAMUNDA_REST_ADDRESS"}},
       [](S& s, const Value& v) { return assign_rest_address(s.documents.rest_address, v); }},
      {{.name = "documents.store",
        .argument = "",
        .placeholder = "STORE",
        .fallback = "",
        .help =
            "where connectors' documents are kept: cluster, in-memory or none (unset: cluster where its REST address "
            "is set)"},
       [](S& s, const Value& v) { return assign_store(s.documents, v); }},
      {{.name = "documents.max-size",
        .argument = "",
        .placeholder = "BYTES",
        .fallback = "1073741824",
        .help = "largest document that is read or created"},
       [](S& s, const Value& v) {
         return assign(s.documents.max_document_bytes, as_number(v, 1, kMostDocumentBytes));
       }},
      {{.name = "documents.max-in-memory",
        .argument = "",
        .placeholder = "BYTES",
        .fallback = "268435456",
        .help = "all documents of the in-memory store together"},
       [](S& s, const Value& v) { return assign(s.documents.max_stored_bytes, as_number(v, 1, kMostDocumentBytes)); }},
      {{.name = "secrets.environment",
        .argument = "",
        .placeholder = "true|false",
        .fallback = "true",
        .help = "take secrets from environment variables",
        .properties = {"camunda.connector.secretprovider.environment.enabled"}},
       [](S& s, const Value& v) { return assign(s.secrets.from_environment, as_flag(v)); }},
      {{.name = "secrets.environment-prefix",
        .argument = "",
        .placeholder = "TEXT",
        .fallback = "SECRET_",
        .help = "how names of variables that are secrets begin; empty: every variable is one, which is unsafe",
        .properties = {"camunda.connector.secretprovider.environment.prefix"},
        .may_be_empty = true},
       [](S& s, const Value& v) {
         s.secrets.environment_prefix = std::string(v.text());
         return Result<void>();
       }},
      {{.name = "secrets.folders",
        .argument = "--secrets-folder",
        .placeholder = "DIR",
        .fallback = "",
        .help = "folders with one file per secret, named like it; read again when they change",
        .is_list = true},
       [](S& s, const Value& v) {
         s.secrets.folders = paths_of(v);
         return Result<void>();
       }},
      {{.name = "secrets.systemd-credentials",
        .argument = "",
        .placeholder = "true|false",
        .fallback = "false",
        .help = "take the credentials that systemd loaded for this service as secrets, all of them"},
       [](S& s, const Value& v) { return assign(s.secrets.from_systemd, as_flag(v)); }},
      {{.name = "secrets.files",
        .argument = "--secrets-file",
        .placeholder = "FILE",
        .fallback = "",
        .help = "files of lines NAME=VALUE; read again when they change",
        .is_list = true},
       [](S& s, const Value& v) {
         s.secrets.files = paths_of(v);
         return Result<void>();
       }},
      {{.name = "secrets.check-interval",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "1s",
        .help = "how often at most folders and files of secrets are looked at"},
       [](S& s, const Value& v) { return assign(s.secrets.check_interval, as_duration(v)); }},
      {{.name = "secrets.filter",
        .argument = "",
        .placeholder = "MODE",
        .fallback = "disabled",
        .help = "let an element use only the secrets that its own inputs name in the model: disabled, lax (all of them "
                "while the model cannot be read) or strict; needs documents.rest-address",
        .properties = {"camunda.connector.secret-resolver.secret-filter.mode"}},
       [](S& s, const Value& v) { return assign_filter_mode(s.secrets.filter.mode, v); }},
      {{.name = "secrets.filter-models",
        .argument = "",
        .placeholder = "N",
        .fallback = "1000",
        .help = "process definitions of which the filter keeps in mind what they name",
        .properties = {"camunda.connector.secret-resolver.secret-filter.cache.max-size"}},
       [](S& s, const Value& v) { return assign(s.secrets.filter.most_models, as_number(v, 1, 1'000'000)); }},
      {{.name = "secrets.physical-tenant-aware",
        .argument = "",
        .placeholder = "true|false",
        .fallback = "false",
        .help = "put the engine's physical tenant before names of secrets, or \"default\"",
        .properties = {"camunda.connector.secretprovider.environment.physicaltenantaware"}},
       [](S& s, const Value& v) { return assign(s.secrets.parts.physical_tenant, as_flag(v)); }},
      {{.name = "secrets.tenant-aware",
        .argument = "",
        .placeholder = "true|false",
        .fallback = "false",
        .help = "put the job's tenant before names of secrets",
        .properties = {"camunda.connector.secretprovider.environment.tenantaware"}},
       [](S& s, const Value& v) { return assign(s.secrets.parts.tenant, as_flag(v)); }},
      {{.name = "secrets.process-aware",
        .argument = "",
        .placeholder = "true|false",
        .fallback = "false",
        .help = "put the BPMN process id before names of secrets",
        .properties = {"camunda.connector.secretprovider.environment.processdefinitionaware"}},
       [](S& s, const Value& v) { return assign(s.secrets.parts.process, as_flag(v)); }},

      {{.name = "outbound.longest-execution",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "1h",
        .help = "a job's lock is renewed while its connector works, up to this; 0s: never"},
       [](S& s, const Value& v) { return assign(s.outbound.longest_execution, as_duration(v)); }},
      {{.name = "outbound.time-zone",
        .argument = "",
        .placeholder = "NAME",
        .fallback = "Etc/UTC",
        .help = "time zone of now() and today() in result and error expressions",
        .aliases = {"TZ"}},
       [](S& s, const Value& v) { return assign(s.outbound.zone, as_text(v)); }},
      {{.name = "threads.executor",
        .argument = "",
        .placeholder = "N",
        .fallback = "0",
        .help = "threads for short work (0: one per core, at least 2)"},
       [](S& s, const Value& v) { return assign(s.executor_threads, as_number(v, 0, 1024)); }},
      {{.name = "threads.blocking",
        .argument = "",
        .placeholder = "N",
        .fallback = "32",
        .help = "threads at most for connectors that block"},
       [](S& s, const Value& v) { return assign(s.blocking_threads, as_number(v, 1, 4096)); }},
      {{.name = "shutdown.grace",
        .argument = "--shutdown-grace",
        .placeholder = "TIME",
        .fallback = "25s",
        .help = "after SIGTERM: time to finish and report before what is left is handed back"},
       [](S& s, const Value& v) { return assign(s.shutdown_grace, as_duration(v)); }},
  });
}

const std::vector<SettingRow<S>>& rows() {
  static const std::vector<SettingRow<S>> kRows = [] {
    std::vector<SettingRow<S>> rows = main_rows();
    for (auto* more : {&isolation_rows, &limit_rows, &admin_rows, &plugin_rows, &selection_rows, &service_rows}) {
      for (SettingRow<S>& row : more()) rows.push_back(std::move(row));
    }
    return rows;
  }();
  return kRows;
}

}  // namespace

config::Table run_table() {
  static const std::vector<config::Key> kKeys = keys_of(rows());
  return kKeys;
}

Result<RunSettings> bind_run_settings(const config::Document& document) {
  Result<RunSettings> settings = bind_settings(document, rows());
  if (!settings) return settings;
  apply_limits(*settings);
  apply_isolation(*settings);
  if (Result<void> done = apply_selection(*settings); !done) return std::move(done).failure();
  return settings;
}

std::vector<Failure> check_run_settings(const config::Document& document) {
  return complaints_of(document, rows());
}

Result<void> check_plugin_folders(const RunSettings& settings) {
  std::string names;
  for (const std::filesystem::path& folder : settings.loader.folders) {
    std::error_code ignored;
    if (std::filesystem::is_directory(folder, ignored)) return {};
    names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", folder.string());
  }
  return Failure{Fault::NotFound, fmt::format("setting \"plugins.folders\": expected a folder that exists, got {}",
                                              names.empty() ? "none" : names)};
}

std::string describe(const config::Document& document, config::Table table) {
  std::string text;
  const auto add = [&](const config::Value& value) {
    if (!value.is_set() || value.origin == "default") return;
    const std::string_view shown = value.key->is_secret ? "[secret]" : value.text();
    text += fmt::format("{}{}={} ({})", text.empty() ? "" : ", ", value.key->name, shown, value.origin);
  };
  for (const config::Key& key : table) {
    if (!key.is_family()) add(document.at(key.name));
    for (const auto& [member, value] : document.members(key.name)) add(value);
  }
  return text;
}

}  // namespace jackfield::app
