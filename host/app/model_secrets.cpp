#include "app/model_secrets.hpp"

#include <fmt/format.h>

#include <utility>

namespace jackfield::app {
namespace {

constexpr milliseconds kPatience = 10s;
constexpr std::uint64_t kMostXmlBytes = std::uint64_t{16} << 20;

bool may_use_secrets(const bpmn::Element& element) {
  using bpmn::ElementKind;
  if (element.template_id.empty()) return false;
  return element.kind == ElementKind::ServiceTask || element.kind == ElementKind::SendTask ||
         element.kind == ElementKind::ScriptTask || element.kind == ElementKind::BusinessRuleTask;
}

Result<secrets::NamesByElement> names_from(const net::HttpResult& result) {
  if (const auto* failed = std::get_if<net::HttpFailure>(&result)) return Failure{Fault::Unavailable, failed->message};
  const auto& response = std::get<net::HttpResponse>(result);
  if (response.status != 200) {
    return Failure{Fault::Unavailable, fmt::format("the cluster answered with status {}", response.status)};
  }
  Result<bpmn::Model> model = bpmn::read(response.body);
  if (!model) return std::move(model).failure();
  return secret_names(*model);
}

}  // namespace

secrets::NamesByElement secret_names(const bpmn::Model& model) {
  secrets::NamesByElement names;
  for (const bpmn::Process& process : model.processes) {
    for (const bpmn::Element& element : process.elements) {
      if (!may_use_secrets(element)) continue;
      secrets::Names of_element;
      for (const bpmn::Mapping& input : element.inputs) of_element.merge(secrets::names_in(input.source));
      names.emplace(element.id, std::make_shared<const secrets::Names>(std::move(of_element)));
    }
  }
  return names;
}

ClusterModels::ClusterModels(std::string rest_address, net::HttpClient& http, const Clock& clock)
    : base_(std::move(rest_address)), http_(http), clock_(clock) {}

void ClusterModels::find_names(ProcessDefinitionKey definition,
                               UniqueFunction<void(Result<secrets::NamesByElement>)> done) {
  std::string_view base = base_;
  while (base.ends_with('/')) base.remove_suffix(1);
  net::HttpRequest request;
  request.url = fmt::format("{}/v2/process-definitions/{}/xml", base, definition.value);
  request.headers = {{"Accept", "text/xml"}};
  request.max_response_bytes = kMostXmlBytes;
  http_.send(std::move(request), Deadline::in(kPatience, clock_), {},
             [done = std::move(done)](net::HttpResult result) mutable { done(names_from(result)); });
}

}  // namespace jackfield::app
