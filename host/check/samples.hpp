#pragma once

// Input for the connectors of a plugin: made of their schemas, and spoiled.

#include <cstdint>
#include <string>
#include <vector>

#include "check/subject.hpp"

namespace jackfield::check {

struct Sample {
  std::uint32_t connector = 0;  // index into the manifest's connectors
  std::string type;
  std::string variables;
};

// One for each outbound connector.
std::vector<Sample> samples_of(Subject& subject);

// The sample with a text of its own wherever it has an address, so that its answer can be told from those of others.
Sample marked(Sample sample, const std::string& mark);

// The sample with so many bytes of text beside what it has.
Sample heavy(Sample sample, std::size_t bytes);

// The same with one to four places changed; sometimes no JSON at all. The same seed gives the same.
std::string spoiled(const std::string& variables, std::uint64_t seed);

}  // namespace jackfield::check
