#pragma once

// The evaluation that a built-in under test is called by: remembers how the call ended and has a clock turned by hand.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "feel/builtins/builtin.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::feel::test {

enum class Ending { Value, Fails, Stops, Exceeds };

class FakeCall final : public Call {
 public:
  Value fails(std::string_view) override { return ending = Ending::Fails, Value(); }
  Value fails_for_arguments(Args) override { return ending = Ending::Fails, Value(); }
  Value fails_assertion(std::string_view) override { return ending = Ending::Stops, Value::stop(); }
  Value stops(std::string_view) override { return ending = Ending::Stops, Value::stop(); }
  Value exceeds(std::string_view) override { return ending = Ending::Exceeds, Value::stop(); }
  Value invoke(const Value&, Args) override { return {}; }
  bool spend(std::size_t) override { return true; }
  const Clock& clock() const override { return manual_clock; }
  Zone local_zone() const override { return zone; }
  const RegexLimits& regex_limits() const override { return limits; }
  std::size_t max_text_bytes() const override { return 1 << 20; }
  std::uint64_t random_bits() override { return bits; }
  std::string_view document_nonce() const override { return {}; }

  // The row of that name with that many arguments whose kinds fit; illegal arguments count as Fails.
  Value call(std::span<const Builtin> family, std::string_view name, const std::vector<Value>& args) {
    ending = Ending::Value;
    for (const Builtin& row : family) {
      const auto commas = std::count(row.parameters.begin(), row.parameters.end(), ',');
      const std::size_t parameters = row.parameters.empty() ? 0 : static_cast<std::size_t>(commas) + 1;
      if (row.name != name || parameters != args.size()) continue;
      for (std::size_t i = 0; i < args.size(); ++i) {
        if (!row.kinds[i].has(args[i].kind())) return fails_for_arguments(args);
      }
      return row.invoke(*this, args);
    }
    return fails("no such function");
  }

  Ending ending = Ending::Value;
  jackfield::test::ManualClock manual_clock;
  Zone zone;
  RegexLimits limits;
  std::uint64_t bits = 0;
};

}  // namespace jackfield::feel::test
