#pragma once

// The CSV plugin in an in-memory host, and short ways to run it.

#include "jackfield/sdk/test_host.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <string>

using Json = nlohmann::ordered_json;

class CsvFixture : public ::testing::Test {
 protected:
  jf::test::outcome run(const std::string& operation, const Json& variables, Json headers = Json::object()) {
    headers["operation"] = operation;
    return host.run_to_end({"io.camunda:csv-connector", variables.dump(), headers.dump()});
  }
  jf::test::outcome read(const Json& variables, Json headers = Json::object()) {
    return run("readCsv", variables, std::move(headers));
  }
  jf::test::outcome write(const Json& variables) { return run("writeCsv", variables); }

  // The response, as text: the order of members counts.
  std::string records(const Json& variables, Json headers = Json::object()) {
    const auto outcome = read(variables, std::move(headers));
    return outcome.kind == JF_OUTCOME_RESULT ? Json::parse(outcome.json).at("records").dump() : outcome.message;
  }
  std::string content(const Json& variables) {
    const auto outcome = write(variables);
    return outcome.kind == JF_OUTCOME_RESULT ? Json::parse(outcome.json).at("content").get<std::string>()
                                             : outcome.message;
  }

  jf::test::library file{CSV_PLUGIN};
  jf::test::host host{file.entry()};
};
