#include "check/samples.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "check/schema.hpp"

namespace jackfield::check {

using nlohmann::json;

std::vector<Sample> samples_of(Subject& subject) {
  std::vector<Sample> samples;
  std::uint32_t index = 0;
  for (const json& connector : subject.manifest_json().at("connectors")) {
    const std::uint32_t place = index++;
    if (connector.value("direction", "") != "outbound") continue;
    const json schema = json::parse(subject.resource(connector.value("inputSchema", "")), nullptr, false);
    samples.push_back({place, connector.value("type", ""), sample_of(schema).dump()});
  }
  return samples;
}

Sample marked(Sample sample, const std::string& mark) {
  constexpr std::string_view kAddress = "http://check.invalid/";
  for (std::size_t at = sample.variables.find(kAddress); at != std::string::npos;
       at = sample.variables.find(kAddress, at + 1)) {
    sample.variables.insert(at + kAddress.size(), mark);
  }
  const bool is_empty = sample.variables == "{}";
  sample.variables = fmt::format(R"({{"mark":"{}"{}{})", mark, is_empty ? "" : ",", sample.variables.substr(1));
  return sample;
}

Sample heavy(Sample sample, std::size_t bytes) {
  const std::string rest = sample.variables == "{}" ? "}" : "," + sample.variables.substr(1);
  sample.variables = fmt::format(R"({{"big":"{}"{})", std::string(bytes, 'x'), rest);
  return sample;
}

std::string spoiled(const std::string& variables, std::uint64_t seed) {
  if (seed % 16 == 0) return variables.substr(0, variables.size() / 2);  // the host would not; the contract allows it
  json value = json::parse(variables, nullptr, false);
  for (std::uint64_t change = 0; change <= seed % 4; ++change) spoil(value, seed * 7 + change);
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace jackfield::check
