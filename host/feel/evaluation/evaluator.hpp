#pragma once

// Walks a compiled expression: one object per evaluation, on the evaluating thread's stack.
//
// Error, Fatal and Stop travel as values (value.hpp); Stop is always accompanied by the failure of this object. Depth
// is bounded by the nesting of programs plus that of calls.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "feel/builtins/builtin.hpp"
#include "feel/evaluation/arithmetic.hpp"
#include "feel/evaluation/scope.hpp"
#include "feel/expression.hpp"
#include "feel/syntax/program.hpp"

namespace jackfield::feel {

class Evaluator final : public Call {
 public:
  Evaluator(const std::shared_ptr<const Program>& program, const EvaluateOptions& options);

  // The whole program over that scope.
  Result<Value> run(const Frame& root);

  // For built-ins (builtin.hpp)
  Value fails(std::string_view reason) override;
  Value fails_for_arguments(Args args) override;
  Value stops(std::string_view reason) override;
  Value exceeds(std::string_view limit) override;
  Value fails_assertion(std::string_view cause) override;
  Value invoke(const Value& function, Args args) override;
  bool spend(std::size_t steps) override;
  const Clock& clock() const override;
  Zone local_zone() const override;
  const RegexLimits& regex_limits() const override { return options_.limits.regex; }
  std::size_t max_text_bytes() const override { return options_.limits.text_bytes; }
  std::uint64_t random_bits() override;
  std::string_view document_nonce() const override { return options_.document_nonce; }

 private:
  using Form = Warning::Form;
  // How the items of one iterator are walked.
  struct Iteration;

  // evaluator.cpp
  Value eval(NodeId id, const Frame* scope);
  // The same value where it lies, or in `storage`; good until the scope ends or `storage` changes.
  const Value* look_at(NodeId id, const Frame* scope, Value& storage);
  bool step();  // false when the evaluation has to stop
  Value eval_operation(const Node& node, const Frame* scope);
  Value dispatch(const Node& node, const Frame* scope);
  const Value* look_up(const Value& name, const Frame* scope, Value& storage);
  const Value* look_up_in_root(const Value& name, const Frame& root, Value& storage);
  const Value* look_at_name(const Node& node, const Frame* scope, Value& storage);
  const Value* look_at_reference(const Node& node, const Frame* scope, Value& storage);
  Value eval_input(const Frame* scope);
  Value eval_if(const Node& node, const Frame* scope);
  Value eval_logic(const Node& node, const Frame* scope);
  Value eval_instance_of(const Node& node, const Frame* scope);
  Value eval_function(const Node& node, const Frame* scope);

  // operators.cpp
  Value eval_chain(const Node& node, const Frame* scope);
  Value apply(char op, Op level, const Value& left, const Value& right, std::uint32_t at);
  Value eval_negate(const Node& node, const Frame* scope);
  Value eval_compare(const Node& node, const Frame* scope);
  Value eval_between(const Node& node, const Frame* scope);
  Value compare(Comparison comparison, const Value& a, const Value& b, std::uint32_t at);
  Value compare_equal(bool negated, const Value& a, const Value& b, std::uint32_t at);
  Value eval_range(const Node& node, const Frame* scope);

  // collections.cpp
  Value eval_list(const Node& node, const Frame* scope);
  Value eval_context(const Node& node, const Frame* scope);
  Value eval_path(const Node& node, const Frame* scope);
  Value path(const Value& base, const Value& name, std::uint32_t at);
  Value path_of_list(const Value& list, const Value& name, std::uint32_t at);
  Value eval_filter(const Node& node, const Frame* scope);
  Value filter_by_item(const Value& list, const Node& node, const Frame* scope);
  Value item_at(const Value& list, const Number& index);

  // loops.cpp
  Value eval_loop(const Node& node, const Frame* scope);
  bool open_iterations(const Node& node, const Frame* scope, std::vector<Iteration>& out, Value& trouble);
  Value open_iteration(const std::uint32_t* iterator, const Frame* scope, Iteration& out);
  bool open_steps(const Number& first, const Number& last, Iteration& out);
  template <typename Visit>
  bool walk(std::vector<Iteration>& iterations, std::span<Binding> bindings, const Visit& visit);
  Value eval_for(const Node& node, const Frame* scope, std::vector<Iteration>& iterations);
  Value eval_quantified(const Node& node, const Frame* scope, std::vector<Iteration>& iterations);

  // calls.cpp
  Value eval_call(const Node& node, const Frame* scope);
  Value eval_named_call(const Node& node, const Frame* scope);
  Value eval_qualified_call(const Node& node, const Frame* scope);
  Value call_user(const Value& function, std::span<Value> args);
  Value call_builtin(const Signature& target, std::span<Value> args, bool collects);
  Value check_kinds_and_call(const Builtin& row, Args args);
  Value fails_call(std::string_view reason);
  Value no_function(std::uint32_t name, std::string_view parameters, std::uint32_t at);
  std::string named_parameters(const Node& node) const;

  // tests.cpp
  Value eval_in(const Node& node, const Frame* scope);
  Value eval_tests(const Node& node, const Frame* scope);
  Value any_of_tests(std::uint32_t tests, const Frame* scope);
  Value input_name(const Frame* scope);
  Value eval_test_compare(const Node& node, const Frame* scope);
  Value eval_test_range(const Node& node, const Frame* scope);
  Value eval_test_value(const Node& node, const Frame* scope);
  Value eval_test_boolean(const Node& node, const Frame* scope);
  Value judge(const Value& input, const Value& tested, std::uint32_t at);
  Value input(const Frame* scope, std::uint32_t at);

  // Troubles and warnings
  Value warned(WarningKind kind, Form form, std::uint32_t at, const Value& a, const Value& b = {});
  Value wrong_type(std::string_view expected, const Value& found, std::uint32_t at);
  void record(WarningKind kind, Form form, std::uint32_t at, const Value& a, const Value& b);
  Value stop_with(Fault fault, std::string message);
  bool check_stop();

  const Value& constant(std::uint32_t id) const noexcept { return program_->constants[id]; }
  const std::uint32_t* links(std::uint32_t at) const noexcept { return program_->links.data() + at; }

  struct CachedVariable {
    const Value* name = nullptr;
    Value value;
  };

  const std::shared_ptr<const Program>& main_;  // outlives the evaluation
  const Program* program_;                      // whose nodes are being walked
  const EvaluateOptions& options_;
  std::uint64_t steps_left_;
  std::uint32_t depth_ = 0;
  std::uint32_t loops_ = 0;
  std::optional<Failure> failure_;
  bool is_thrown_ = false;  // the failure is one that `sort` catches

  // The built-in that is being called.
  std::string_view call_name_;
  std::uint32_t call_at_ = 0;
  bool call_failed_ = false;

  // Variables of the host that loops ask for again and again.
  static constexpr std::size_t kMaxCached = 8;
  std::vector<CachedVariable> cache_;
};

// Restores a member at the end of a scope.
template <typename T>
class Restored {
 public:
  Restored(T& member, T value) : member_(member), before_(std::exchange(member, std::move(value))) {}
  ~Restored() { member_ = std::move(before_); }
  Restored(const Restored&) = delete;
  Restored& operator=(const Restored&) = delete;

 private:
  T& member_;
  T before_;
};

}  // namespace jackfield::feel
