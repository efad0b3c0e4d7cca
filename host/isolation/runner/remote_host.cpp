#include "isolation/runner/remote_host.hpp"

#include <jackfield/services.h>

#include <chrono>
#include <cstdlib>

#include "isolation/local_services.hpp"

namespace jackfield::isolation {
namespace {

// The tables of forwarded services, in the order of their rows.
template <typename Row, std::size_t Number>
struct TableOf {
  using Table = typename Row::Table;

  template <auto... Functions>
  static Table make(List<Functions...>) noexcept {
    Table table{};
    table.struct_size = sizeof table;
    std::size_t count = 0;
    static_cast<void>(count);
    fill(table, List<Functions...>(), std::make_index_sequence<sizeof...(Functions)>());
    return table;
  }
  template <auto... Functions, std::size_t... I>
  static void fill(Table& table, List<Functions...>, std::index_sequence<I...>) noexcept {
    ((table.*Functions = &Client<Functions, number_of(Number, I)>::call), ...);
  }

  static inline Table value = make(typename Row::Functions());
};

template <std::size_t I>
using Row = std::tuple_element_t<I, std::remove_const_t<decltype(kForwarded)>>;

template <std::size_t... I>
const void* forwarded_table(std::string_view id, std::index_sequence<I...>) noexcept {
  const void* found = nullptr;
  const auto look = [&](const char* name, const void* table) {
    if (name != nullptr && id == name) found = table;
  };
  (look(std::get<I>(kForwarded).id, &TableOf<Row<I>, I>::value), ...);
  return found;
}

jf_status JF_CALL complete(void* ctx, jf_op op, const jf_outcome* outcome) noexcept {
  RemoteHost& host = RemoteHost::of(ctx);
  constexpr std::size_t kSmallest = offsetof(jf_outcome, cookie);
  const bool is_readable = outcome != nullptr && outcome->struct_size >= kSmallest;
  jf_outcome unreadable{};
  unreadable.struct_size = sizeof unreadable;
  unreadable.kind = JF_OUTCOME_ERROR;
  unreadable.message = borrow("the connector answered with an outcome that cannot be read");
  unreadable.retries = -1;
  unreadable.backoff_ms = -1;
  if (!host.ops.answer(op, is_readable ? *outcome : unreadable)) return JF_ERR_STALE;
  return is_readable ? JF_OK : JF_ERR_INVALID;
}

std::int32_t JF_CALL is_cancelled(void* ctx, jf_op op) noexcept {
  return RemoteHost::of(ctx).ops.is_cancelled(op) ? 1 : 0;
}

void* JF_CALL allocate(void*, std::size_t bytes) noexcept {
  return std::malloc(bytes == 0 ? 1 : bytes);
}
void* JF_CALL reallocate(void*, void* memory, std::size_t bytes) noexcept {
  return std::realloc(memory, bytes == 0 ? 1 : bytes);
}
void JF_CALL release(void*, void* memory) noexcept {
  std::free(memory);
}
constexpr jf_host_memory kMemory{sizeof(jf_host_memory), 0, &allocate, &reallocate, &release};

jf_status JF_CALL run_blocking(void* ctx, void(JF_CALL* function)(void*), void* arg) noexcept {
  if (function == nullptr) return JF_ERR_INVALID;
  RemoteHost::of(ctx).blocking.post([function, arg] { function(arg); });
  return JF_OK;
}
constexpr jf_host_executor kExecutor{sizeof(jf_host_executor), 0, &run_blocking};

jf_status JF_CALL add(void* ctx, int fd, std::uint32_t events, jf_ready_cb ready, void* user, jf_token* out) noexcept {
  return RemoteHost::of(ctx).reactor.add({fd, ready, user}, events, out);
}
jf_status JF_CALL modify(void* ctx, jf_token token, std::uint32_t events) noexcept {
  return RemoteHost::of(ctx).reactor.modify(token, events);
}
jf_status JF_CALL remove(void* ctx, jf_token token) noexcept {
  return RemoteHost::of(ctx).reactor.remove(token);
}
constexpr jf_host_reactor kReactor{sizeof(jf_host_reactor), 0, &add, &modify, &remove};

const jf_host_ops& ops_table() noexcept {
  static const jf_host_ops kOps = [] {
    jf_host_ops table = TableOf<Row<1>, 1>::value;
    table.complete = &complete;
    table.is_cancelled = &is_cancelled;
    return table;
  }();
  return kOps;
}

const void* JF_CALL get_extension(void* ctx, const char* id) noexcept {
  if (id == nullptr || !RemoteHost::of(ctx).offers(id)) return nullptr;
  const std::string_view wanted = id;
  if (wanted == JF_HOST_OPS) return &ops_table();
  if (wanted == JF_HOST_MEMORY) return &kMemory;
  if (wanted == JF_HOST_EXECUTOR) return &kExecutor;
  if (wanted == JF_HOST_REACTOR) return &kReactor;
  return forwarded_table(wanted, std::make_index_sequence<kServices>());
}

std::uint64_t JF_CALL now_mono_ns(void*) noexcept {
  return static_cast<std::uint64_t>(system_clock().now().time_since_epoch().count());
}
std::int32_t JF_CALL log_level(void* ctx) noexcept {
  return RemoteHost::of(ctx).log_level;
}
// What nobody writes is not sent.
void JF_CALL log(void* ctx, std::int32_t level, jf_str message, const jf_kv* fields, std::uint32_t count) noexcept {
  if (level < RemoteHost::of(ctx).log_level) return;
  Client<&jf_host::log, number_of(0, 0)>::call(ctx, level, message, fields, count);
}

}  // namespace

RemoteHost::RemoteHost(Conversation& conversation, RunningOps& the_ops, Executor& the_blocking, Executor& executor,
                       Loop& loop)
    : RunnerHost{conversation}, ops(the_ops), blocking(the_blocking), reactor(loop, executor) {
  abi_.struct_size = sizeof abi_;
  abi_.abi_major = JF_ABI_MAJOR;
  abi_.ctx = static_cast<RunnerHost*>(this);
  abi_.get_extension = &get_extension;
  abi_.now_mono_ns = &now_mono_ns;
  abi_.log_level = &isolation::log_level;
  abi_.log = &log;
}

bool RemoteHost::set_up(Decoder& order) {
  name_ = view(order.take<jf_str>());
  version_ = view(order.take<jf_str>());
  order.take(abi_.abi_minor);
  abi_.flags = order.take<std::uint32_t>() | JF_HOST_ISOLATED;
  set_log_level(order.take<std::int32_t>());
  abi_.name = borrow(name_);
  abi_.version = borrow(version_);
  const auto count = order.take<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && order.is_good(); ++i) offered_.emplace(view(order.take<jf_str>()));
  return order.is_good();
}

}  // namespace jackfield::isolation
