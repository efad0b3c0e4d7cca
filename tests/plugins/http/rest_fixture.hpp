#pragma once

// The REST plugin in an in-memory host, and short ways to run it.

#include "jackfield/sdk/test_host.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <string>

using Json = nlohmann::ordered_json;

class RestFixture : public ::testing::Test {
 protected:
  jf_op run(const Json& variables) { return host.run({"io.camunda:http-json:1", variables.dump()}); }

  // Runs a job and gives the one request it sent.
  jf::test::http_call sent(const Json& variables) {
    const jf_op op = run(variables);
    if (host.http.calls.empty()) {
      ADD_FAILURE() << "nothing was sent: " << host.answer(op)->message;
      return {};
    }
    const auto call = host.http.calls.back();
    host.http.reply(host.http.calls.size() - 1, {});
    return call;
  }

  // Runs a GET and lets it have this response.
  jf::test::outcome answer_to(const jf::test::http_response& response) {
    const jf_op op = run({{"method", "GET"}, {"url", "http://h/x"}});
    host.http.reply(host.http.calls.size() - 1, response);
    return host.answer(op).value();
  }

  jf::test::library file{HTTP_PLUGIN};
  jf::test::host host{file.entry()};
};
