#include "isolation/call_server.hpp"

namespace jackfield::isolation {
namespace {

using Serve = bool (*)(const Serving& serving, Decoder& in, Encoder& out);

template <auto... Functions>
Serve find_function(List<Functions...>, std::uint32_t function) noexcept {
  constexpr std::array<Serve, sizeof...(Functions)> kServes{&Server<Functions>::serve...};
  return function < kServes.size() ? kServes[function] : nullptr;
}

template <std::size_t... I>
Serve find(std::uint64_t number, std::index_sequence<I...>) noexcept {
  Serve found = nullptr;
  const auto look = [&]<typename Row>(const Row&, std::size_t service) {
    if (number >> 32 == service) found = find_function(typename Row::Functions(), static_cast<std::uint32_t>(number));
  };
  (look(std::get<I>(kForwarded), I), ...);
  return found;
}

}  // namespace

TablesOf tables_of(const jf_host& host) {
  TablesOf tables{};
  std::size_t service = 0;
  std::apply(
      [&](const auto&... row) {
        ((tables[service++] = row.id == nullptr ? &host : host.get_extension(host.ctx, row.id)), ...);
      },
      kForwarded);
  return tables;
}

bool serve_call(std::uint64_t number, const jf_host& host, const TablesOf& tables, const std::shared_ptr<Debts>& debts,
                Decoder& in, Encoder& out) {
  const Serve serve = find(number, std::make_index_sequence<kServices>());
  return serve != nullptr && serve({host, tables[number >> 32], debts}, in, out);
}

}  // namespace jackfield::isolation
