#pragma once

// The runner's half of forwarded calls: functions with the signatures of the interface that write their arguments into
// a frame, wait for the reply, and hand on what the call brought. The counterpart of isolation/call_server.hpp.

#include "isolation/forwarded.hpp"
#include "isolation/runner/conversation.hpp"
#include "isolation/values.hpp"

namespace jackfield::isolation {

// What a function's first argument points to.
struct RunnerHost {
  Conversation& talk;

  static RunnerHost& of(void* ctx) noexcept { return *static_cast<RunnerHost*>(ctx); }
};

template <auto Member, std::uint64_t Number>
class Client;

template <typename Table, typename R, typename... Args, R (*Table::*Member)(void*, Args...), std::uint64_t Number>
class Client<Member, Number> {
 public:
  static R JF_CALL call(void* ctx, Args... args) noexcept {
    Conversation& talk = RunnerHost::of(ctx).talk;
    const std::tuple<Args...> all(args...);
    const std::uint64_t pending = add_pending(talk, all, std::index_sequence_for<Args...>());
    const std::string arguments = encode(all, pending, std::index_sequence_for<Args...>());
    if constexpr (std::is_void_v<R>) {
      talk.tell(Number, arguments);
    } else {
      const Body reply = talk.ask(Number, arguments);
      Decoder in(reply.view());
      const auto status = in.take<jf_status>();
      (take_brought(in, status, args), ...);
      if (status != JF_OK && pending != 0) talk.drop(pending);
      return status;
    }
  }

 private:
  static constexpr bool kHasCallbacks = (CallbackTraits<Args>::kIs || ...);

  template <std::size_t... I>
  static std::uint64_t add_pending(Conversation& talk, const std::tuple<Args...>& all, std::index_sequence<I...>) {
    if constexpr (!kHasCallbacks) {
      return 0;
    } else {
      PendingCallback pending;
      (note<I>(pending, std::get<I>(all)), ...);
      return talk.add(pending);
    }
  }

  template <std::size_t I, typename Argument>
  static void note(PendingCallback& pending, const Argument& argument) {
    using Traits = CallbackTraits<Argument>;
    if constexpr (Traits::kIs) {
      pending.functions[callbacks_before<I, Args...>()] = {reinterpret_cast<void (*)()>(argument), &Traits::run,
                                                           Traits::kIsLast};
    } else if constexpr (std::is_same_v<Argument, void*>) {
      pending.user = argument;
    }
  }

  template <std::size_t... I>
  static std::string encode(const std::tuple<Args...>& all, std::uint64_t pending, std::index_sequence<I...>) {
    Encoder out;
    (encode_one<I>(out, all, pending), ...);
    return out.bytes();
  }

  template <std::size_t I>
  static void encode_one(Encoder& out, const std::tuple<Args...>& all, std::uint64_t pending) {
    using Argument = std::tuple_element_t<I, std::tuple<Args...>>;
    const auto& argument = std::get<I>(all);
    if constexpr (CallbackTraits<Argument>::kIs) {
      out.put(std::uint8_t{argument != nullptr});
    } else if constexpr (std::is_same_v<Argument, void*>) {
      out.put(pending);
    } else if constexpr (std::is_same_v<Argument, const jf_kv*>) {
      out.put(argument, std::get<I + 1>(all));
    } else if constexpr (!std::is_same_v<Argument, std::uint64_t*> && !std::is_same_v<Argument, const jf_sink*>) {
      put_value(out, argument);
    }
  }

  template <typename Argument>
  static void take_brought(Decoder& in, jf_status status, const Argument& argument) {
    if constexpr (std::is_same_v<Argument, std::uint64_t*>) {
      const auto value = in.take<std::uint64_t>();
      if (status == JF_OK && argument != nullptr) *argument = value;
    } else if constexpr (std::is_same_v<Argument, const jf_sink*>) {
      fill(in, argument);
    }
  }

  static void fill(Decoder& in, const jf_sink* sink) {
    const jf_str bytes = in.take<jf_str>();
    jf_error error{};
    error.struct_size = sizeof error;
    in.take(error.code);
    in.take(error.message);
    in.take(error.detail_json);
    if (sink == nullptr) return;
    if (bytes.len > 0 && sink->write != nullptr) sink->write(sink->ctx, bytes.ptr, bytes.len);
    if (error.code != JF_OK && sink->error != nullptr) sink->error(sink->ctx, &error);
  }
};

}  // namespace jackfield::isolation
