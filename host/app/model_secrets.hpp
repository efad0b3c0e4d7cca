#pragma once

// Which secrets the elements of a model name, from the cluster's REST interface.

#include <string>

#include "base/clock.hpp"
#include "bpmn/model.hpp"
#include "net/http_client.hpp"
#include "secrets/filter.hpp"

namespace jackfield::app {

// Service, send, script and business rule tasks that were made from a template, in sub-processes too: the names in the
// sources of their inputs.
secrets::NamesByElement secret_names(const bpmn::Model& model);

class ClusterModels final : public secrets::Models {
 public:
  // The address without /v2. Borrows the rest; each definition is asked for once at a time, by whoever uses this.
  ClusterModels(std::string rest_address, net::HttpClient& http, const Clock& clock);

  void find_names(ProcessDefinitionKey definition, UniqueFunction<void(Result<secrets::NamesByElement>)> done) override;

 private:
  const std::string base_;
  net::HttpClient& http_;
  const Clock& clock_;
};

}  // namespace jackfield::app
