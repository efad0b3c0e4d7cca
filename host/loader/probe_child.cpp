#include "loader/probe_child.hpp"

#include <fmt/format.h>
#include <jackfield/plugin.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/child.hpp"
#include "loader/abi_status.hpp"
#include "loader/error_sink.hpp"
#include "loader/exception_barrier.hpp"
#include "loader/inert_host.hpp"
#include "loader/library.hpp"
#include "loader/mapped_file.hpp"
#include "loader/negotiation.hpp"

namespace jackfield::loader {
namespace {

constexpr rlim_t kAddressSpace = 8ULL << 30;  // some runtimes reserve much of it and use little
constexpr rlim_t kWritableMemory = 1ULL << 30;
constexpr rlim_t kProcessorSeconds = 2;
constexpr rlim_t kDescriptors = 64;

void limit(decltype(RLIMIT_AS) what, rlim_t amount) {
  const rlimit both{amount, amount};
  ::setrlimit(what, &both);
}

void limit_this_process() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, kProcessorSeconds);
  limit(RLIMIT_NOFILE, kDescriptors);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  limit(RLIMIT_AS, kAddressSpace);  // sanitizers reserve terabytes
  limit(RLIMIT_DATA, kWritableMemory);
#endif
}

void step(std::string_view what) {
  write_child_report(fmt::format("{}{}\n", kProbeStep, what));
}

[[noreturn]] void end_with(const std::optional<Rejection>& rejection) {
  const nlohmann::json verdict{{"code", rejection ? static_cast<int>(rejection->code) : 0},
                               {"reason", rejection ? rejection->reason : ""}};
  write_child_report(fmt::format("{}{}\n", kProbeVerdict, verdict.dump()));
  ::_exit(0);  // no destructor of the plugin's may have the last word
}

// What serves is loaded first: some files cannot bear a second copy of themselves.
void load_active(const std::string& file) {
  step(kProbeActiveStep);
  Result<Library> active = Library::load(file);
  if (active) active->entry();
}

std::optional<Rejection> try_create(const jf_plugin_entry& entry, const std::string& configuration) {
  step("while create ran");
  InertHost host(JF_HOST_PROBE);
  const jf_plugin* plugin = nullptr;
  jf_status status = JF_ERR_INTERNAL;
  ErrorSink said;
  const auto thrown = exception_of(
      [&] { status = entry.create(&host.abi(), {configuration.data(), configuration.size()}, &plugin, said.abi()); });
  if (thrown || status != JF_OK) {
    return Rejection{ErrorCode::CreateFailed, failed_call("create", thrown, said.message(), status)};
  }
  if (auto rejection = check_plugin(plugin)) return rejection;
  step("while destroy ran");
  if (const auto escaped = exception_of([&] { plugin->destroy(plugin->self); })) {
    return Rejection{ErrorCode::ExceptionCrossed, "destroy threw an exception: " + *escaped};
  }
  return std::nullopt;
}

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::optional<Rejection> try_file(const std::string& file, const std::string& configuration) {
  Result<MappedFile> bytes = MappedFile::open(file);
  if (!bytes) return Rejection{ErrorCode::CannotStage, bytes.failure().message};
  const Verdict verdict = inspect(bytes->bytes(), SystemVersions{});
  const auto* inspection = std::get_if<Inspection>(&verdict);
  if (inspection == nullptr) return Rejection{ErrorCode::BadManifest, "it is no plugin"};

  step("while it was loaded");
  Result<Library> library = Library::load(file);
  if (!library) return Rejection{ErrorCode::CannotLink, library.failure().message};
  step("while its entry was asked");
  const jf_plugin_entry* entry = library->entry();
  if (auto rejection = check_entry(entry, *inspection)) return rejection;
  if (auto rejection = try_create(*entry, configuration)) return rejection;
  step("while it was unloaded");
  library->unload();
  return std::nullopt;
}

}  // namespace

[[noreturn]] void run_probe_child(std::span<const std::string> files) noexcept {
  limit_this_process();
  if (files.empty()) ::_exit(2);
  step("before it was loaded");
  if (files.size() > 1 && !files[1].empty()) load_active(files[1]);
  end_with(try_file(files[0], files.size() > 2 ? content_of(files[2]) : "{}"));
}

}  // namespace jackfield::loader
