#include "services/services.hpp"

#include <array>

#include "services/host_context.hpp"
#include "services/tables.hpp"
#include "services/text.hpp"

namespace jackfield::services {
namespace {

struct Extension {
  std::string_view id;
  const void* table;
  std::string_view permission = {};  // empty: everybody has it
  bool (*is_there)(const Collaborators& with) = [](const Collaborators&) { return true; };
};

bool has_loop(const Collaborators& with) {
  return with.loop != nullptr;
}
bool has_secrets(const Collaborators& with) {
  return with.find_secret != nullptr;
}
bool has_messages(const Collaborators& with) {
  return with.messages != nullptr;
}

constexpr std::array kExtensions{Extension{JF_HOST_HTTP, &kHttpTable, kNetworkPermission},
                                 Extension{JF_HOST_TIMER, &kTimerTable},
                                 Extension{JF_HOST_EXECUTOR, &kExecutorTable},
                                 Extension{JF_HOST_METRICS, &kMetricsTable},
                                 Extension{JF_HOST_MEMORY, &kMemoryTable},
                                 Extension{JF_HOST_OPS, &kOpsTable},
                                 Extension{JF_HOST_LIFECYCLE, &kLifecycleTable},
                                 Extension{JF_HOST_DOCUMENTS, &kDocumentsTable, kDocumentsPermission},
                                 Extension{JF_HOST_FEEL, &kFeelTable},
                                 Extension{JF_HOST_SECRETS, &kSecretsTable, {}, &has_secrets},
                                 Extension{JF_HOST_STATE, &kStateTable},
                                 Extension{JF_HOST_REACTOR, &kReactorTable, {}, &has_loop},
                                 Extension{JF_HOST_GATEWAY, &kGatewayTable, kGatewayPermission, &has_messages}};

const void* JF_CALL get_extension(void* ctx, const char* id) noexcept {
  HostContext* host = HostContext::find(ctx);
  if (host == nullptr || id == nullptr) return nullptr;
  for (const Extension& extension : kExtensions) {
    if (extension.id != id) continue;
    if (!extension.is_there(host->with)) return nullptr;
    return host->permissions.allow(extension.permission, extension.id) ? extension.table : nullptr;
  }
  return nullptr;
}

std::uint64_t JF_CALL now_mono_ns(void* ctx) noexcept {
  HostContext* host = HostContext::find(ctx);
  return host == nullptr ? 0 : static_cast<std::uint64_t>(host->with.clock.now().time_since_epoch().count());
}

class ContextHost final : public PluginHost {
 public:
  explicit ContextHost(std::shared_ptr<HostContext> context) : context_(std::move(context)) {}
  ~ContextHost() override { context_->close(); }

  const jf_host& abi() const noexcept override { return context_->abi; }
  std::size_t outstanding() const noexcept override { return context_->callbacks.outstanding(); }
  void close() noexcept override { context_->close(); }

 private:
  std::shared_ptr<HostContext> context_;
};

}  // namespace

struct Services::State {
  State(const Settings& settings, const Collaborators& with)
      : ground{settings,
               with,
               PluginMetrics(with.metrics),
               StateStore(settings.state_folder, {with.timers, with.blocking, with.clock, with.log.room("services")}),
               HiddenValues(with.redactor),
               feel::ExpressionCache()} {}

  Ground ground;
};

Services::Services(Collaborators collaborators, Settings settings)
    : state_(std::make_unique<State>(settings, collaborators)) {}
Services::~Services() = default;

std::unique_ptr<PluginHost> Services::make_host(const Plugin& plugin, OpPort& ops, LifecyclePort& lifecycle) {
  auto context = std::make_shared<HostContext>(plugin, ops, lifecycle, state_->ground);
  jf_host& abi = context->abi;
  abi.struct_size = sizeof(jf_host);
  abi.abi_major = JF_ABI_MAJOR;
  abi.abi_minor = JF_ABI_MINOR;
  abi.ctx = context.get();
  abi.name = borrow("jackfield");
  abi.version = borrow(context->with.host_version);
  abi.get_extension = &get_extension;
  abi.now_mono_ns = &now_mono_ns;
  add_log(abi);
  return std::make_unique<ContextHost>(std::move(context));
}

std::string_view Services::permission_for(std::string_view id) noexcept {
  for (const Extension& extension : kExtensions) {
    if (extension.id == id) return extension.permission;
  }
  return {};
}

std::vector<std::string> Services::extensions() const {
  std::vector<std::string> ids;
  for (const Extension& extension : kExtensions) {
    if (extension.is_there(state_->ground.with)) ids.emplace_back(extension.id);
  }
  return ids;
}

}  // namespace jackfield::services
