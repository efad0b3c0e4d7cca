#pragma once

// Which services of the host go over the socket: one row for each function, the same on both sides.
//
// A new service is a row here, provided that values.hpp and fields.hpp know its kinds of arguments. What refers to the
// process itself (memory, threads, descriptors) is not forwarded: the runner has its own (isolation/runner/local.hpp).

#include <jackfield/gateway.h>
#include <jackfield/outbound.h>
#include <jackfield/services.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>

namespace jackfield::isolation {

template <auto... Functions>
struct List {};

template <typename TheTable, typename TheFunctions>
struct Service {
  using Table = TheTable;
  using Functions = TheFunctions;
  const char* id;  // as get_extension knows it; null: jf_host itself
};

inline constexpr std::tuple kForwarded{
    Service<jf_host, List<&jf_host::log>>{nullptr},
    Service<jf_host_ops, List<&jf_host_ops::extend, &jf_host_ops::log>>{JF_HOST_OPS},
    Service<jf_host_lifecycle, List<&jf_host_lifecycle::stopped, &jf_host_lifecycle::request_restart>>{
        JF_HOST_LIFECYCLE},
    Service<jf_host_http, List<&jf_host_http::send, &jf_host_http::abort>>{JF_HOST_HTTP},
    Service<jf_host_timer, List<&jf_host_timer::after, &jf_host_timer::cancel>>{JF_HOST_TIMER},
    Service<jf_host_metrics, List<&jf_host_metrics::define, &jf_host_metrics::record>>{JF_HOST_METRICS},
    Service<jf_host_documents,
            List<&jf_host_documents::read, &jf_host_documents::create, &jf_host_documents::write,
                 &jf_host_documents::on_room, &jf_host_documents::finish, &jf_host_documents::abandon,
                 &jf_host_documents::link, &jf_host_documents::resolve>>{JF_HOST_DOCUMENTS},
    Service<jf_host_feel, List<&jf_host_feel::eval>>{JF_HOST_FEEL},
    Service<jf_host_secrets, List<&jf_host_secrets::resolve, &jf_host_secrets::redact>>{JF_HOST_SECRETS},
    Service<jf_host_state, List<&jf_host_state::get, &jf_host_state::put>>{JF_HOST_STATE},
    Service<jf_host_gateway, List<&jf_host_gateway::publish, &jf_host_gateway::correlate>>{JF_HOST_GATEWAY}};

inline constexpr std::size_t kServices = std::tuple_size_v<decltype(kForwarded)>;

// The number of a function, as frames carry it: service in the upper half, function in the lower.
constexpr std::uint64_t number_of(std::size_t service, std::size_t function) noexcept {
  return static_cast<std::uint64_t>(service) << 32 | function;
}

}  // namespace jackfield::isolation
