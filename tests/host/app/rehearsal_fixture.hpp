#pragma once

// Rehearsals with the real plugins, as the verb makes them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "app/rehearsal.hpp"

namespace jackfield::app {

inline constexpr const char* kRateToken = "s3cr3t-rate";

class RehearsalFixture : public testing::Test {
 protected:
  RehearsalFixture() {
    std::ofstream(secrets_file) << "RATE_TOKEN=" << kRateToken << '\n';
    settings.run.loader.folders = {std::filesystem::path(JF_BINARY_DIR) / "plugins"};
    settings.run.log.level = log::Level::Off;
    settings.model = (folder / "rates.bpmn").string();
    settings.secrets = {secrets_file};
  }

  ~RehearsalFixture() override { std::filesystem::remove(secrets_file); }

  void use_quickstart() {
    settings.model = (std::filesystem::path(JF_SOURCE_DIR) / "examples/quickstart.bpmn").string();
  }

  Rehearsal rehearsal_of(const std::string& element, const std::string& variables = "{}") {
    settings.element = element;
    settings.variables = variables;
    Result<Rehearsal> rehearsal = rehearse(settings, {});
    EXPECT_TRUE(rehearsal) << rehearsal.failure().message;
    return rehearsal ? *std::move(rehearsal) : Rehearsal();
  }

  Rehearsal rate_answered(const std::string& mock) {
    settings.mocks = {mock};
    return rehearsal_of("rate", R"({"bank":"https://bank.example.com","currency":"EUR"})");
  }

  std::string refusal(const std::string& element, const std::string& variables = "{}") {
    settings.element = element;
    settings.variables = variables;
    Result<Rehearsal> rehearsal = rehearse(settings, {});
    return rehearsal ? "made" : rehearsal.failure().message;
  }

  const std::filesystem::path folder = std::filesystem::path(JF_SOURCE_DIR) / "tests/host/app/rehearsals";
  const std::filesystem::path secrets_file =
      std::filesystem::temp_directory_path() / ("jackfield-try-" + std::to_string(getpid()) + ".env");
  TrySettings settings;
};

}  // namespace jackfield::app
