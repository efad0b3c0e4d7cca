#include "loader/generation.hpp"

#include <fmt/format.h>
#include <jackfield/outbound.h>

#include "loader/abi_status.hpp"
#include "loader/error_sink.hpp"
#include "loader/exception_barrier.hpp"
#include "loader/keep_for_ever.hpp"
#include "loader/library.hpp"
#include "loader/negotiation.hpp"
#include "loader/resources.hpp"

namespace jackfield::loader {
namespace {

constexpr milliseconds kCreateLimit = 1s;
constexpr milliseconds kStartLimit = 10s;
constexpr milliseconds kStopCallLimit = 100ms;

bool has_outbound(const Manifest& manifest) {
  for (const ConnectorManifest& connector : manifest.connectors) {
    if (connector.direction == ConnectorManifest::Direction::Outbound) return true;
  }
  return false;
}

class MappedCode final : public PluginCode {
 public:
  explicit MappedCode(Library library) : library_(std::move(library)) {}

  const jf_plugin_entry* entry() const noexcept override { return library_.entry(); }
  bool unload() noexcept override { return library_.unload(); }
  std::int32_t create(const jf_host& host, std::string_view config, const jf_plugin** made,
                      const jf_sink* err) override {
    return entry()->create(&host, {config.data(), config.size()}, made, err);
  }

 private:
  Library library_;
};

Judged<std::unique_ptr<PluginCode>> code_of(const Generation::Candidate& candidate,
                                            const Generation::Collaborators& with) {
  const Manifest& manifest = candidate.inspection.manifest;
  if (candidate.place == Place::OwnProcess) {
    return with.isolator->launch({path_for_child(candidate.staged.path), manifest, candidate.id}, with.lifecycle);
  }
  Result<Library> library = Library::load(candidate.staged.path);
  if (!library) return Rejection{ErrorCode::CannotLink, library.failure().message};
  return std::make_unique<MappedCode>(*std::move(library));
}

}  // namespace

Generation::Generation(Candidate candidate, Collaborators collaborators, std::unique_ptr<PluginCode> code)
    : candidate_(std::move(candidate)),
      with_(std::move(collaborators)),
      tag_(make_code_tag(identity_of(candidate_), candidate_.id)),
      code_(std::move(code)) {
  note_code(tag_, candidate_.staged.path);
}

Generation::~Generation() {
  // Code that is still mapped may still call the host; a process must not, once the binding is gone.
  const bool stays = is_mapped(candidate_.staged.path);
  if (stays) keep_for_ever(std::move(binding_));
  if (!stays) forget_code(tag_);
  code_.reset();
}

// What the plugin threw; nothing: it returned.
template <typename Call>
std::optional<std::string> Generation::thrown_by(const char* function, Call&& call) const noexcept {
  const InsidePlugin mark({.tag = &tag_, .function = function});
  return exception_of(std::forward<Call>(call));
}

Judged<std::shared_ptr<Generation>> Generation::bring_up(Candidate candidate, Collaborators collaborators) {
  const Manifest& manifest = candidate.inspection.manifest;
  if (auto rejection = check_services(manifest, collaborators.bindings)) return *std::move(rejection);
  auto code = code_of(candidate, collaborators);
  if (auto* rejection = std::get_if<Rejection>(&code)) return std::move(*rejection);

  std::shared_ptr<Generation> made(new Generation(std::move(candidate), std::move(collaborators),
                                                  std::get<std::unique_ptr<PluginCode>>(std::move(code))));
  const jf_plugin_entry* entry = made->code_->entry();
  std::optional<Rejection> rejection = check_entry(entry, made->candidate_.inspection);
  const ProcessState before = ProcessState::now();
  if (!rejection) rejection = made->create();
  if (!rejection) rejection = made->find_connectors();
  if (!rejection) rejection = made->start();
  made->put_back(before);
  if (!rejection) return made;
  if (!made->abandon_attempt()) keep_for_ever(made);
  return *std::move(rejection);
}

std::optional<Rejection> Generation::create() {
  const Manifest& manifest = candidate_.inspection.manifest;
  binding_ = with_.bindings.bind({manifest.id, manifest.version, candidate_.id, manifest.permissions}, with_.lifecycle);
  const TimePoint began = with_.clock.now();
  const jf_plugin* made = nullptr;
  jf_status status = JF_ERR_INTERNAL;
  ErrorSink said;
  const auto thrown = thrown_by(
      "create", [&] { status = code_->create(binding_->abi(), candidate_.configuration, &made, said.abi()); });
  warn_if_slow("create", began, kCreateLimit);
  if (thrown || status != JF_OK) {
    return Rejection{ErrorCode::CreateFailed, failed_call("create", thrown, said.message(), status)};
  }
  if (auto rejection = check_plugin(made)) return rejection;
  plugin_ = made;
  return std::nullopt;
}

std::optional<Rejection> Generation::find_connectors() {
  if (!has_outbound(manifest())) return std::nullopt;
  const void* extension = nullptr;
  const auto thrown =
      thrown_by("get_extension", [&] { extension = plugin_->get_extension(plugin_->self, JF_OUTBOUND); });
  const auto* table = static_cast<const jf_outbound*>(extension);
  if (thrown || table == nullptr || !JF_HAS(table, jf_outbound, cancel) || table->execute == nullptr ||
      table->cancel == nullptr) {
    return Rejection{ErrorCode::ExtensionMissing,
                     fmt::format("its manifest has outbound connectors, but it does not offer {}", JF_OUTBOUND)};
  }
  const jf_outbound_ack* const ack = find_ack();
  std::uint32_t index = 0;
  for (const ConnectorManifest& connector : manifest().connectors) {
    const InProcessConnector::Target target{plugin_->self, table, ack, index++};
    if (connector.direction != ConnectorManifest::Direction::Outbound) continue;
    connectors_.push_back(std::make_shared<InProcessConnector>(
        info_of(connector), target,
        InProcessConnector::Collaborators{with_.ops, with_.lifecycle, with_.log, &tag_, &with_.clock,
                                          with_.call_seconds ? &with_.call_seconds(manifest().id) : nullptr}));
  }
  return std::nullopt;
}

// Optional: a table that lacks its function counts as absent.
const jf_outbound_ack* Generation::find_ack() const {
  const void* extension = nullptr;
  const auto thrown =
      thrown_by("get_extension", [&] { extension = plugin_->get_extension(plugin_->self, JF_OUTBOUND_ACK); });
  const auto* table = static_cast<const jf_outbound_ack*>(extension);
  const bool is_usable =
      !thrown && table != nullptr && JF_HAS(table, jf_outbound_ack, on_ack) && table->on_ack != nullptr;
  return is_usable ? table : nullptr;
}

ConnectorInfo Generation::info_of(const ConnectorManifest& connector) const {
  const auto schema = find_resource(*code_->entry(), connector.input_schema);
  return {.type = {connector.type},
          .name = connector.name,
          .plugin_id = manifest().id,
          .plugin_version = manifest().version,
          .generation = candidate_.id,
          // Its own process has the threads for what blocks.
          .mode = candidate_.place == Place::OwnProcess ? ExecutionMode::Async : connector.mode,
          .max_concurrency = connector.max_concurrency,
          .input_variables = connector.input_variables,
          .feel_pointers = connector.feel_pointers,
          .input_schema = std::string(schema.value_or(std::string_view()))};
}

std::optional<Rejection> Generation::start() {
  const TimePoint began = with_.clock.now();
  jf_status status = JF_ERR_INTERNAL;
  ErrorSink said;
  const auto thrown = thrown_by("start", [&] { status = plugin_->start(plugin_->self, said.abi()); });
  warn_if_slow("start", began, kStartLimit);
  if (!thrown && status == JF_OK) return std::nullopt;
  return Rejection{ErrorCode::StartFailed, failed_call("start", thrown, said.message(), status)};
}

void Generation::put_back(const ProcessState& before) const {
  const std::vector<std::string> changed = before.restore();
  if (changed.empty()) return;
  with_.lifecycle.on_strike(candidate_.id, Strike::ProcessState);
  with_.log.warn("plugin changed what the whole process shares",
                 {{"code", text_of(ErrorCode::ProcessChanged)},
                  {"plugin", manifest().id},
                  {"what", fmt::format("{}", fmt::join(changed, ", "))}});
}

bool Generation::abandon_attempt() {
  if (binding_) binding_->close();
  if (binding_ && binding_->outstanding() > 0) return false;
  destroy();
  unload();
  return true;
}

void Generation::cancel_all(CancelReason reason) {
  for (const OpId op : with_.ops.open_ops(candidate_.id)) {
    with_.ops.mark_cancelled(op);
    // Every connector of a plugin has the same table; which one is asked makes no difference.
    connectors_.front()->cancel(op, reason);
  }
}

void Generation::stop(std::uint64_t token) {
  const TimePoint began = with_.clock.now();
  const auto thrown = thrown_by("stop", [&] { plugin_->stop(plugin_->self, token); });
  warn_if_slow("stop", began, kStopCallLimit);
  if (thrown) {
    with_.log.error("plugin let an exception out", {{"code", text_of(ErrorCode::ExceptionCrossed)},
                                                    {"plugin", manifest().id},
                                                    {"function", "stop"},
                                                    {"what", *thrown}});
  }
}

void Generation::destroy() {
  if (plugin_ == nullptr) return;
  const jf_plugin* plugin = std::exchange(plugin_, nullptr);
  const auto thrown = thrown_by("destroy", [&] { plugin->destroy(plugin->self); });
  if (thrown) {
    with_.log.error("plugin let an exception out", {{"code", text_of(ErrorCode::ExceptionCrossed)},
                                                    {"plugin", manifest().id},
                                                    {"function", "destroy"},
                                                    {"what", *thrown}});
  }
}

bool Generation::unload() noexcept {
  return code_->unload();
}

void Generation::warn_if_slow(std::string_view step, TimePoint since, milliseconds limit) const {
  const nanoseconds took = with_.clock.now() - since;
  if (took <= limit) return;
  with_.log.warn("plugin held up the control thread",
                 {{"plugin", manifest().id}, {"step", step}, {"took_ms", took}, {"limit", limit}});
}

}  // namespace jackfield::loader
