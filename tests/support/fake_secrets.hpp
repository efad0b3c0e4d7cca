#pragma once

// A provider of secrets that a test fills by hand, and that can be told to fail.

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "secrets/secrets.hpp"

namespace jackfield::test {

using SecretTable = std::map<std::string, std::string, std::less<>>;

class FakeProvider final : public secrets::Provider {
 public:
  explicit FakeProvider(SecretTable table) : table_(std::move(table)) {}

  void fail_with(Failure failure) { failure_ = std::move(failure); }
  int questions() const noexcept { return questions_; }

  Result<std::optional<SecretText>> find(std::string_view name, const secrets::Scope&) const override {
    ++questions_;
    if (failure_) return *failure_;
    const auto found = table_.find(name);
    if (found == table_.end()) return std::optional<SecretText>();
    return std::optional<SecretText>(SecretText(found->second));
  }

 private:
  SecretTable table_;
  std::optional<Failure> failure_;
  mutable std::atomic<int> questions_{0};
};

inline std::vector<std::unique_ptr<secrets::Provider>> chain_of(SecretTable table) {
  std::vector<std::unique_ptr<secrets::Provider>> chain;
  chain.push_back(std::make_unique<FakeProvider>(std::move(table)));
  return chain;
}

}  // namespace jackfield::test
