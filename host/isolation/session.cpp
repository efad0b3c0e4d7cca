#include "isolation/session.hpp"

#include "isolation/local_services.hpp"

namespace jackfield::isolation {

bool Session::serve(const Frame& call) {
  if (host_ == nullptr) return false;
  Decoder in(call.body.view());
  Encoder out;
  if (!serve_call(call.head.handle, *host_, tables_, debts_, in, out)) return false;
  if (call.head.correlation == 0) return true;
  channel_.send({.type = FrameType::Reply, .correlation = call.head.correlation}, out.bytes());
  return true;
}

std::string load_order(std::string_view copy, std::string_view id, std::uint64_t memory_limit, bool is_confined) {
  Encoder out;
  out.put(copy);
  out.put(id);
  out.put(memory_limit);
  out.put(std::uint8_t{is_confined});
  return out.bytes();
}

std::string create_order(const jf_host& host, std::string_view config) {
  Encoder out;
  out.put(config);
  out.put(host.name);
  out.put(host.version);
  out.put(host.abi_minor);
  out.put(host.flags);
  out.put(host.log_level(host.ctx));
  std::vector<std::string_view> offered;
  const auto look = [&](const char* id) {
    if (id != nullptr && host.get_extension(host.ctx, id) != nullptr) offered.emplace_back(id);
  };
  std::apply([&](const auto&... row) { (look(row.id), ...); }, kForwarded);
  for (const char* id : kLocalServices) look(id);
  out.put(static_cast<std::uint32_t>(offered.size()));
  for (const std::string_view id : offered) out.put(id);
  return out.bytes();
}

}  // namespace jackfield::isolation
