#pragma once

// One long poll: batches as they come, then the end.

#include <stop_token>
#include <vector>

#include "gateway/gateway.hpp"

namespace jackfield::gateway {

class Connection;

// As Gateway::activate.
void start_activation(Connection& connection, const ActivationRequest& request, std::stop_token stop,
                      UniqueFunction<void(std::vector<Job>)> batch, Answered done);

}  // namespace jackfield::gateway
