#pragma once

// The host's half of forwarded calls: reads the arguments from a frame, calls the real service, writes what it brought.
//
// Nothing here is written per service: the C types of a function say how each of its arguments travels.

#include <memory>
#include <string>

#include "isolation/channel.hpp"
#include "isolation/forwarded.hpp"
#include "isolation/owed.hpp"
#include "isolation/values.hpp"

namespace jackfield::isolation {

// One argument of a call on its way to the service. Made in place, read, passed, and asked for what it brought.
template <typename T, std::uint32_t Which>
class Served : public Read<T> {
 public:
  void bring(Encoder&) const noexcept {}
  void settle(jf_status) const noexcept {}
};

// Where the service puts a number.
template <std::uint32_t Which>
class Served<std::uint64_t*, Which> {
 public:
  void read(Decoder&) const noexcept {}
  std::uint64_t* pass() noexcept { return &value_; }
  void bring(Encoder& out) const { out.put(value_); }
  void settle(jf_status) const noexcept {}

 private:
  std::uint64_t value_ = 0;
};

// Where the service puts bytes or says why not.
template <std::uint32_t Which>
class Served<const jf_sink*, Which> {
 public:
  void read(Decoder&) const noexcept {}
  const jf_sink* pass() noexcept { return &sink_; }
  void bring(Encoder& out) const {
    out.put(std::string_view(bytes_));
    out.put(error_code_);
    out.put(std::string_view(message_));
    out.put(std::string_view(detail_));
  }
  void settle(jf_status) const noexcept {}

 private:
  static void JF_CALL on_error(void* ctx, const jf_error* error) noexcept {
    auto& self = *static_cast<Served*>(ctx);
    self.error_code_ = error->code;
    self.message_ = view(error->message);
    self.detail_ = view(error->detail_json);
  }
  static void JF_CALL on_write(void* ctx, const void* data, std::size_t length) noexcept {
    static_cast<Served*>(ctx)->bytes_.append(static_cast<const char*>(data), length);
  }

  jf_sink sink_{this, &on_error, &on_write};
  std::string bytes_;
  jf_status error_code_ = JF_OK;
  std::string message_;
  std::string detail_;
};

// A callback that a function of ours stands in for; Which counts the callbacks of one call.
template <typename R, typename... Args, std::uint32_t Which>
class Served<R (*)(void*, Args...), Which> {
 public:
  using Function = R (*)(void*, Args...);

  void read(Decoder& in) { is_present_ = in.take<std::uint8_t>() != 0; }
  Function pass() noexcept { return is_present_ ? &relay : nullptr; }
  void bring(Encoder&) const noexcept {}
  void settle(jf_status) const noexcept {}

 private:
  static R JF_CALL relay(void* user, Args... args) noexcept {
    Encoder out;
    (put_value(out, args), ...);
    if constexpr (std::is_void_v<R>) {
      Owed::pay(static_cast<Owed*>(user), Which, out.bytes());
    } else {
      return static_cast<Owed*>(user)->pay_piece(Which, out.bytes());
    }
  }

  bool is_present_ = false;
};

// The user pointer: here it names who is owed the callback.
template <std::uint32_t Which>
class Served<void*, Which> {
 public:
  void read(Decoder& in) { in.take(pending_); }
  void* pass() noexcept { return owed_.get(); }
  void lend(const std::shared_ptr<Debts>& debts) { owed_ = std::make_unique<Owed>(debts, pending_); }
  void bring(Encoder&) const noexcept {}
  // A call that was refused owes nothing; one that was taken on is paid by its last callback.
  void settle(jf_status status) noexcept {
    if (status == JF_OK) static_cast<void>(owed_.release());
  }

 private:
  std::uint64_t pending_ = 0;
  std::unique_ptr<Owed> owed_;
};

// What a call needs beside its arguments.
struct Serving {
  const jf_host& host;
  const void* table;  // of the function's service
  std::shared_ptr<Debts> debts;
};

template <auto Member>
class Server;

template <typename Table, typename R, typename... Args, R (*Table::*Member)(void*, Args...)>
class Server<Member> {
 public:
  // Puts the status, and what the call brought, into `out`. False: the arguments make no sense.
  static bool serve(const Serving& serving, Decoder& in, Encoder& out) {
    return serve(serving, in, out, std::index_sequence_for<Args...>());
  }

 private:
  template <std::size_t... I>
  static bool serve(const Serving& serving, Decoder& in, Encoder& out, std::index_sequence<I...>) {
    std::tuple<Served<Args, callbacks_before<I, Args...>()>...> held;
    (std::get<I>(held).read(in), ...);
    if (!in.is_good()) return false;
    (match_count<I>(held), ...);
    (lend(std::get<I>(held), serving.debts), ...);
    const auto* table = static_cast<const Table*>(serving.table);
    const bool is_offered = table != nullptr && has_field(*table, table->*Member) && table->*Member != nullptr;
    jf_status status = JF_ERR_UNSUPPORTED;
    if (is_offered) status = call(table->*Member, serving.host.ctx, std::get<I>(held)...);
    (std::get<I>(held).settle(status), ...);
    out.put(status);
    (std::get<I>(held).bring(out), ...);
    return true;
  }

  // A list of pairs is two arguments. The length that counts is that of the list that came.
  template <std::size_t I, typename Held>
  static void match_count(Held& held) {
    if constexpr (std::is_same_v<std::tuple_element_t<I, std::tuple<Args...>>, const jf_kv*>) {
      std::get<I + 1>(held).set(std::get<I>(held).count());
    }
  }

  template <typename Argument>
  static void lend(Argument& argument, const std::shared_ptr<Debts>& debts) {
    if constexpr (requires { argument.lend(debts); }) argument.lend(debts);
  }

  template <typename... Held>
  static jf_status call(R (*function)(void*, Args...), void* ctx, Held&... held) {
    if constexpr (std::is_void_v<R>) {
      function(ctx, held.pass()...);
      return JF_OK;
    } else {
      return function(ctx, held.pass()...);
    }
  }
};

// Serves the call with that number; false: there is no such function, or its arguments make no sense.
using TablesOf = std::array<const void*, kServices>;
TablesOf tables_of(const jf_host& host);
bool serve_call(std::uint64_t number, const jf_host& host, const TablesOf& tables, const std::shared_ptr<Debts>& debts,
                Decoder& in, Encoder& out);

}  // namespace jackfield::isolation
