#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "app/run_settings.hpp"
#include "support/child_process.hpp"

namespace jackfield::app {
namespace {

struct Row {
  std::string where;
  std::string name;
  std::string key;
};

std::vector<Row> rows() {
  std::ifstream in(std::string(JF_SOURCE_DIR) + "/tests/conformance/settings/java_names.txt");
  std::vector<Row> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    Row row;
    std::istringstream(line) >> row.where >> row.name >> row.key;
    rows.push_back(std::move(row));
  }
  return rows;
}

constexpr const char* kText = "as it was written";

TEST(JavaNamesTest, reach_their_settings) {
  const test::TemporaryFolder folder;
  std::size_t checked = 0;
  for (const Row& row : rows()) {
    config::Sources sources{.table = run_table(), .arguments = {}, .environment = {}};
    if (row.where == "env") {
      sources.environment.emplace(row.name, kText);
    } else {
      sources.files = {folder / "application.properties"};
      std::ofstream(sources.files.front()) << row.name << " = " << kText << '\n';
    }
    Result<config::Document> document = config::read(sources);
    ASSERT_TRUE(document) << row.name << ": " << document.failure().message;
    EXPECT_EQ(document->at(row.key).text(), kText) << row.where << ' ' << row.name;
    ++checked;
  }
  EXPECT_GE(checked, 150u);
}

}  // namespace
}  // namespace jackfield::app
