#include "workloads.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "feel/expression.hpp"
#include "feel/value_views.hpp"

namespace jackfield::bench {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

Workload read_workload(const std::filesystem::path& path) {
  const auto json = feel::json_value(read_file(path));
  const auto member = [&](std::string_view name) { return feel::find_entry(*json, name).value_or(feel::Value()); };
  return {path.stem().string(), std::string(member("expr").as_string()), *feel::to_json(member("response")),
          *feel::to_json(member("expected"))};
}

}  // namespace

std::vector<Workload> read_workloads(const std::filesystem::path& folder) {
  std::vector<Workload> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    out.push_back(read_workload(entry.path()));
  }
  std::sort(out.begin(), out.end(), [](const Workload& a, const Workload& b) { return a.name < b.name; });
  return out;
}

}  // namespace jackfield::bench
