#include "feel/evaluation/evaluator.hpp"

#include <fmt/core.h>

#include <random>

#include "feel/text_form.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

constexpr std::uint64_t kStepsBetweenChecks = 4'096;

std::mt19937_64& random_engine() {
  thread_local std::mt19937_64 engine{std::random_device{}()};
  return engine;
}

}  // namespace

Evaluator::Evaluator(const std::shared_ptr<const Program>& program, const EvaluateOptions& options)
    : main_(program), program_(program.get()), options_(options), steps_left_(options.limits.steps) {}

Result<Value> Evaluator::run(const Frame& root) {
  if (!check_stop()) return *failure_;
  Value out = eval(program_->root, &root);
  if (failure_) return *std::move(failure_);
  switch (out.kind()) {
    case Kind::Error:
      return Failure{Fault::InvalidInput, fmt::format("failed to evaluate expression: {}", out.error_message())};
    case Kind::Fatal:
      return Failure{Fault::InvalidInput, fmt::format("failed to evaluate expression: {}", Value::kFatalMessage)};
    case Kind::Stop:
      return Failure{Fault::Rejected, "failed to evaluate expression: values are nested too deeply"};
    default:
      return out;
  }
}

Value Evaluator::eval(NodeId id, const Frame* scope) {
  const Node& node = program_->nodes[id];
  if (node.op > Op::Reference) return eval_operation(node, scope);
  Value storage;
  const Value* found = look_at(id, scope, storage);
  return found == &storage ? std::move(storage) : *found;
}

const Value* Evaluator::look_at(NodeId id, const Frame* scope, Value& storage) {
  const Node& node = program_->nodes[id];
  switch (node.op) {
    case Op::Constant:
      return &constant(node.a);
    case Op::Name:
      return look_at_name(node, scope, storage);
    case Op::Reference:
      return look_at_reference(node, scope, storage);
    default:
      return storage = eval_operation(node, scope), &storage;
  }
}

bool Evaluator::step() {
  return --steps_left_ % kStepsBetweenChecks != 0 || check_stop();
}

Value Evaluator::eval_operation(const Node& node, const Frame* scope) {
  if (!step()) return Value::stop();
  if (depth_ >= options_.limits.nesting * 2) return exceeds("nesting");
  ++depth_;
  Value out = dispatch(node, scope);
  --depth_;
  return out;
}

Value Evaluator::dispatch(const Node& node, const Frame* scope) {
  switch (node.op) {
    case Op::Constant:
    case Op::Name:
    case Op::Reference:
      break;
    case Op::Input:
      return eval_input(scope);
    case Op::Sum:
    case Op::Product:
    case Op::Power:
      return eval_chain(node, scope);
    case Op::Negate:
      return eval_negate(node, scope);
    case Op::Compare:
      return eval_compare(node, scope);
    case Op::Between:
      return eval_between(node, scope);
    case Op::InstanceOf:
      return eval_instance_of(node, scope);
    case Op::In:
      return eval_in(node, scope);
    case Op::And:
    case Op::Or:
      return eval_logic(node, scope);
    case Op::If:
      return eval_if(node, scope);
    case Op::For:
    case Op::Some:
    case Op::Every:
      return eval_loop(node, scope);
    case Op::Filter:
      return eval_filter(node, scope);
    case Op::Path:
      return eval_path(node, scope);
    case Op::List:
      return eval_list(node, scope);
    case Op::Context:
      return eval_context(node, scope);
    case Op::Function:
      return eval_function(node, scope);
    case Op::Call:
      return (node.detail & kHasNames) != 0 ? eval_named_call(node, scope) : eval_call(node, scope);
    case Op::QualifiedCall:
      return eval_qualified_call(node, scope);
    case Op::Range:
      return eval_range(node, scope);
    case Op::TestCompare:
      return eval_test_compare(node, scope);
    case Op::TestRange:
      return eval_test_range(node, scope);
    case Op::TestBoolean:
      return eval_test_boolean(node, scope);
    case Op::TestValue:
      return eval_test_value(node, scope);
    case Op::TestAny:
    case Op::TestNot:
      return eval_tests(node, scope);
    case Op::TestAll:
      return Value::boolean(true);
  }
  return {};
}

const Value* Evaluator::look_up(const Value& name, const Frame* scope, Value& storage) {
  for (; scope->outer != nullptr; scope = scope->outer) {
    if (const Value* found = find_in_frame(*scope, name, storage)) return found;
  }
  return loops_ > 0 ? look_up_in_root(name, *scope, storage) : find_in_frame(*scope, name, storage);
}

// Variables of the host are remembered inside loops: a look-up there may read a large JSON text. The name must outlive
// the evaluation.
const Value* Evaluator::look_up_in_root(const Value& name, const Frame& root, Value& storage) {
  if (program_ != main_.get()) return find_in_frame(root, name, storage);
  for (const CachedVariable& it : cache_) {
    if (Value::same_text(*it.name, name)) return &it.value;
  }
  const Value* found = find_in_frame(root, name, storage);
  if (found == nullptr || cache_.size() == kMaxCached) return found;
  cache_.reserve(kMaxCached);  // once and for all, since what is found is pointed to
  cache_.push_back({&name, *found});
  return &cache_.back().value;
}

const Value* Evaluator::look_at_name(const Node& node, const Frame* scope, Value& storage) {
  if (!step()) return storage = Value::stop(), &storage;
  const Value& name = constant(node.a);
  const Value* found = look_up(name, scope, storage);
  // An error that an iterator took out of a list counts as no value at all.
  if (found != nullptr && !found->is(Kind::Error)) return found;
  return storage = warned(WarningKind::NoVariableFound, Form::Variable, node.at, name), &storage;
}

const Value* Evaluator::look_at_reference(const Node& node, const Frame* scope, Value& storage) {
  if (!step()) return storage = Value::stop(), &storage;
  const std::uint32_t* names = links(node.a);
  const Value* base = look_up(constant(names[1]), scope, storage);
  if (base == nullptr || base->is(Kind::Error)) {
    return storage = warned(WarningKind::NoVariableFound, Form::Variable, node.at, constant(names[1])), &storage;
  }
  for (std::uint32_t i = 2; i <= names[0] && !base->is(Kind::Stop); ++i) {
    const Value& name = constant(names[i]);
    const bool is_there = base->is(Kind::Context) && find_entry(*base, name, storage);
    if (!is_there) storage = path(*base, name, node.at);
    base = &storage;
  }
  return base;
}

Value Evaluator::eval_if(const Node& node, const Frame* scope) {
  const std::uint32_t* parts = links(node.a);
  const Value condition = eval(parts[0], scope);
  if (condition.is(Kind::Stop) || condition.is(Kind::Fatal)) return condition;
  if (!condition.is(Kind::Boolean)) wrong_type("boolean", condition, node.at);
  Value taken = eval(parts[condition.is_true() ? 1 : 2], scope);
  // A branch that is an error counts as if the condition had been one.
  return taken.is(Kind::Error) && condition.is(Kind::Boolean) ? eval(parts[2], scope) : taken;
}

// And and Or mirror each other, and are taken pair by pair: the deciding boolean decides at once; anything but a
// boolean makes null, and of such a pair only the first is told.
Value Evaluator::eval_logic(const Node& node, const Frame* scope) {
  const std::uint32_t* operands = links(node.a);
  const bool deciding = node.op == Op::Or;
  Value left = eval(operands[1], scope);
  for (std::uint32_t i = 2; i <= operands[0]; ++i) {
    if (left.is(Kind::Stop) || left.is(Kind::Fatal)) return left;
    const bool is_known = left.is(Kind::Boolean);
    if (is_known && left.as_boolean() == deciding) return left;
    if (!is_known) wrong_type("boolean", left, program_->node(operands[i - 1]).at);
    Value right = eval(operands[i], scope);
    if (right.is(Kind::Stop) || right.is(Kind::Fatal)) return right;
    if (right.is(Kind::Boolean) && (is_known || right.as_boolean() == deciding)) {
      left = std::move(right);
    } else {
      left = is_known ? wrong_type("boolean", right, program_->node(operands[i]).at) : Value();
    }
  }
  return left;
}

Value Evaluator::eval_instance_of(const Node& node, const Frame* scope) {
  const Value value = eval(node.a, scope);
  if (value.is_trouble()) return value;
  std::string_view wanted = constant(node.b).as_string();
  if (wanted == "Any") return Value::boolean(!value.is_null());
  if (value.is_null()) return Value::boolean(false);
  if (wanted == "day-time-duration") wanted = type_name(Kind::DaysTime);
  if (wanted == "year-month-duration") wanted = type_name(Kind::YearsMonths);
  if (wanted == "date time") wanted = type_name(Kind::LocalDateTime);
  return Value::boolean(type_name(value.kind()) == wanted);
}

Value Evaluator::eval_function(const Node& node, const Frame* scope) {
  auto* cell = new FunctionCell;
  const Value out = ValueAccess::adopt(Kind::Function, cell);
  const std::uint32_t* names = links(node.a);
  for (std::uint32_t i = 1; i <= names[0]; ++i) cell->parameters.push_back(constant(names[i]));
  cell->program = program_ == main_.get() ? main_ : program_->shared_from_this();
  cell->body = node.b;
  std::size_t copied = 0;
  cell->environment = capture(scope, copied, cell->depth);
  ++cell->depth;
  if (cell->depth > kMaxValueDepth) return exceeds("nesting of functions");
  return spend(copied) ? out : Value::stop();
}

void Evaluator::record(WarningKind kind, Form form, std::uint32_t at, const Value& a, const Value& b) {
  if (options_.warnings->size() >= options_.limits.warnings) return;
  options_.warnings->push_back({kind, form, at, {a, b}});
}

Value Evaluator::warned(WarningKind kind, Form form, std::uint32_t at, const Value& a, const Value& b) {
  if (options_.warnings != nullptr) record(kind, form, at, a, b);
  return {};
}

Value Evaluator::wrong_type(std::string_view expected, const Value& found, std::uint32_t at) {
  if (options_.warnings == nullptr || found.is(Kind::Error)) return {};  // an error has been told of
  return warned(WarningKind::InvalidType, Form::WrongType, at, Value::string(expected), found);
}

Value Evaluator::stop_with(Fault fault, std::string message) {
  if (!failure_) failure_ = Failure{fault, std::move(message)};
  return Value::stop();
}

bool Evaluator::check_stop() {
  if (failure_) return false;
  if (steps_left_ == 0 || steps_left_ > options_.limits.steps) return exceeds("steps"), false;
  if (options_.stop.stop_requested()) {
    return stop_with(Fault::Cancelled, "the evaluation was told to stop"), false;
  }
  if (options_.deadline != Deadline::never() && options_.deadline.has_passed(clock())) {
    return stop_with(Fault::DeadlineExceeded, "the evaluation took too long"), false;
  }
  return true;
}

bool Evaluator::spend(std::size_t steps) {
  if (steps >= steps_left_) {
    steps_left_ = 0;
    return check_stop();
  }
  const bool crosses = steps_left_ / kStepsBetweenChecks != (steps_left_ - steps) / kStepsBetweenChecks;
  steps_left_ -= steps;
  return !crosses || check_stop();
}

Value Evaluator::exceeds(std::string_view limit) {
  return stop_with(Fault::Rejected, fmt::format("the evaluation reached its limit of {}", limit));
}

Value Evaluator::stops(std::string_view reason) {
  is_thrown_ = !failure_;
  return stop_with(Fault::InvalidInput, fmt::format("failed to evaluate expression: {}", reason));
}

Value Evaluator::fails_assertion(std::string_view cause) {
  warned(WarningKind::AssertFailure, Form::Other, call_at_, Value::string(cause));
  return stop_with(Fault::InvalidInput, fmt::format("assertion failed: {}", cause));
}

Value Evaluator::fails(std::string_view reason) {
  call_failed_ = true;
  if (options_.warnings == nullptr) return {};
  return warned(WarningKind::FunctionInvocationFailure, Form::Invocation, call_at_, Value::string(call_name_),
                Value::string(reason));
}

Value Evaluator::fails_for_arguments(Args args) {
  call_failed_ = true;
  if (options_.warnings == nullptr) return {};
  std::string reason = "Illegal arguments: ";
  for (std::size_t i = 0; i < args.size(); ++i) {
    reason.append(fmt::format("{}'{}'", i == 0 ? "" : ", ", message_text(args[i])));
  }
  return fails(reason);
}

const Clock& Evaluator::clock() const {
  return options_.clock == nullptr ? system_clock() : *options_.clock;
}

Zone Evaluator::local_zone() const {
  return parse_zone_id(options_.zone).value_or(Zone{});
}

std::uint64_t Evaluator::random_bits() {
  return random_engine()();
}

}  // namespace jackfield::feel
