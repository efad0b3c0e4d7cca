#pragma once

// Documents with an executor and a clock that the test moves by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "documents/documents.hpp"
#include "support/inline_executor.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::documents {

class DocumentsFixture : public testing::Test {
 protected:
  // What came of a read.
  struct Read {
    std::string content;
    std::vector<std::size_t> pieces;
    std::optional<Result<DocumentInfo>> end;
  };

  DocumentsFixture() { use({.store = StoreKind::InMemory}); }

  void use(Settings settings) {
    documents = std::make_unique<Documents>(std::move(settings), Collaborators{.executor = executor, .clock = clock});
  }

  Deadline in(milliseconds timeout) const { return Deadline::in(timeout, clock); }

  Result<std::string> create(NewDocument document) {
    std::optional<Result<std::string>> answer;
    documents->create(std::move(document), in(1min), {}, [&](Result<std::string> it) { answer = std::move(it); });
    EXPECT_FALSE(answer) << "answered on the caller's stack";
    executor.run_all();
    return std::move(answer).value();
  }

  nlohmann::json reference_to(NewDocument document) {
    Result<std::string> reference = create(std::move(document));
    if (reference) return nlohmann::json::parse(*reference);
    ADD_FAILURE() << reference.failure().message;
    return nullptr;
  }

  Read read(const nlohmann::json& reference, std::size_t pieces_wanted = 1'000'000) {
    Read read;
    documents->read(
        reference.dump(),
        [&](std::string_view piece) {
          read.content += piece;
          read.pieces.push_back(piece.size());
          return read.pieces.size() < pieces_wanted;
        },
        in(1min), {}, [&](Result<DocumentInfo> end) { read.end.emplace(std::move(end)); });
    EXPECT_FALSE(read.end) << "answered on the caller's stack";
    executor.run_all();
    EXPECT_TRUE(read.end.has_value() && (*read.end || !read.end->failure().message.empty()));
    return read;
  }

  static std::string failure_of(const Result<std::string>& result) {
    return result ? "no failure" : result.failure().message;
  }

  test::InlineExecutor executor;
  test::ManualClock clock;
  std::unique_ptr<Documents> documents;
};

}  // namespace jackfield::documents
