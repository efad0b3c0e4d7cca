#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "feel/builtins/registry.hpp"
#include "feel/evaluation/evaluator.hpp"
#include "feel/text_form.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

constexpr std::size_t kInlineArguments = 6;

// Arguments on the stack as long as they are few.
class ArgumentBuffer {
 public:
  explicit ArgumentBuffer(std::size_t count) : count_(count) {
    if (count > kInlineArguments) many_.resize(count);
  }
  std::span<Value> span() { return count_ > kInlineArguments ? std::span(many_) : std::span(few_).first(count_); }

 private:
  std::size_t count_;
  std::array<Value, kInlineArguments> few_;
  std::vector<Value> many_;
};

// Where each parameter's argument stands among the given names; false if a name is no parameter.
bool match_names(std::span<const Value> parameters, std::span<const Value* const> names,
                 std::vector<std::size_t>& out) {
  out.assign(names.size(), parameters.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t p = 0; p < parameters.size(); ++p) {
      if (Value::same_text(*names[i], parameters[p])) out[i] = p;
    }
    if (out[i] == parameters.size()) return false;
  }
  return true;
}

// What keeps a call from taking place: a `?` outside a test before an error.
const Value* find_trouble(std::span<const Value> args) {
  const auto find = [&](Kind kind) {
    return std::find_if(args.begin(), args.end(), [&](const Value& it) { return it.is(kind); });
  };
  auto found = find(Kind::Fatal);
  if (found == args.end()) found = find(Kind::Error);
  return found == args.end() ? nullptr : &*found;
}

// The given arguments in the order of their parameters, which is the order they are evaluated in.
std::vector<std::size_t> in_order(const std::vector<std::size_t>& places) {
  std::vector<std::size_t> out(places.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) { return places[a] < places[b]; });
  return out;
}

std::size_t weight_of(const Value& value) {
  if (value.is(Kind::String)) return value.as_string().size() / 16;
  return value.is(Kind::List) && !ValueAccess::is_window(value) ? ValueAccess::size(value) : 0;
}

}  // namespace

Value Evaluator::no_function(std::uint32_t name, std::string_view parameters, std::uint32_t at) {
  if (options_.warnings == nullptr) return {};
  return warned(WarningKind::NoFunctionFound, Form::Function, at, constant(name), Value::string(parameters));
}

Value Evaluator::eval_call(const Node& node, const Frame* scope) {
  const CallSite& site = program_->call_sites[node.a];
  const std::uint32_t* children = links(node.b);
  const std::uint32_t count = children[0];
  Value user;
  visit_functions(scope, constant(site.name), [&](const Value& function) {
    if (function.as_function().parameters.size() != count) return false;
    return user = function, true;
  });
  if (user.is_null() && site.target == nullptr) {
    return no_function(site.name, fmt::format("{} parameters", count), node.at);
  }
  ArgumentBuffer buffer(count);
  const std::span<Value> args = buffer.span();
  for (std::uint32_t i = 0; i < count; ++i) {
    args[i] = eval(children[i + 1], scope);
    if (args[i].is(Kind::Stop)) return args[i];
  }
  const Restored name(call_name_, constant(site.name).as_string());
  const Restored at(call_at_, node.at);
  // What a variadic parameter collects is not looked into.
  const bool collects = user.is_null() && site.target->is_variadic;
  if (const Value* trouble = find_trouble(args.first(collects ? site.target->parameters.size() - 1 : count))) {
    return trouble->is(Kind::Error) ? fails_call(trouble->error_message()) : *trouble;
  }
  Value out = user.is_null() ? call_builtin(*site.target, args, true) : call_user(user, args);
  return out.is(Kind::Error) ? fails_call(out.error_message()) : out;
}

// A call of `assert` that fails takes the whole evaluation with it.
Value Evaluator::fails_call(std::string_view reason) {
  return call_name_ == "assert" ? fails_assertion(reason) : fails(reason);
}

std::string Evaluator::named_parameters(const Node& node) const {
  const std::uint32_t* children = links(node.b);
  std::string out = "parameters: ";
  for (std::uint32_t i = 1; i <= children[0]; i += 2) {
    if (i > 1) out.push_back(',');
    out.append(constant(children[i]).as_string());
  }
  return out;
}

Value Evaluator::eval_named_call(const Node& node, const Frame* scope) {
  const CallSite& site = program_->call_sites[node.a];
  const std::uint32_t* children = links(node.b);
  std::vector<const Value*> names;
  for (std::uint32_t i = 1; i <= children[0]; i += 2) names.push_back(&constant(children[i]));
  std::vector<std::size_t> places;
  Value user;
  std::size_t parameters = 0;
  visit_functions(scope, constant(site.name), [&](const Value& function) {
    parameters = function.as_function().parameters.size();
    return match_names(function.as_function().parameters, names, places) && (user = function, true);
  });
  const Signature* target = nullptr;
  if (user.is_null() && site.overloads != nullptr) {
    for (const Signature& it : site.overloads->signatures) {
      if (!match_names(it.parameters, names, places)) continue;
      target = &it;
      parameters = it.parameters.size();
      break;
    }
  }
  if (user.is_null() && target == nullptr) return no_function(site.name, named_parameters(node), node.at);
  ArgumentBuffer buffer(parameters);
  const std::span<Value> args = buffer.span();
  for (const std::size_t i : in_order(places)) {
    args[places[i]] = eval(children[2 * i + 2], scope);
    if (args[places[i]].is(Kind::Stop)) return args[places[i]];
  }
  const Restored name(call_name_, constant(site.name).as_string());
  const Restored at(call_at_, node.at);
  if (const Value* trouble = find_trouble(args)) {
    return trouble->is(Kind::Error) ? fails_call(trouble->error_message()) : *trouble;
  }
  Value out = user.is_null() ? call_builtin(*target, args, false) : call_user(user, args);
  return out.is(Kind::Error) ? fails_call(out.error_message()) : out;
}

// A function of a context: whatever goes wrong is an error value.
Value Evaluator::eval_qualified_call(const Node& node, const Frame* scope) {
  const std::uint32_t* target = links(node.a);
  const std::uint32_t* children = links(node.b);
  const bool has_names = (node.detail & kHasNames) != 0;
  const Value base = eval(target[0], scope);
  if (base.is_trouble()) return base;
  if (!base.is(Kind::Context)) {
    const Value found = wrong_type("context", base, node.at);
    static_cast<void>(found);
    return Value::error("Expected context but found '" + message_text(base) + "'");
  }
  std::vector<const Value*> names;
  if (has_names) {
    for (std::uint32_t i = 1; i <= children[0]; i += 2) names.push_back(&constant(children[i]));
  }
  std::vector<std::size_t> places;
  Value function;
  const Frame only(nullptr, &base);
  visit_functions(&only, constant(target[1]), [&](const Value& it) {
    const auto& parameters = it.as_function().parameters;
    const bool fits = has_names ? match_names(parameters, names, places) : parameters.size() == children[0];
    return fits && (function = it, true);
  });
  if (function.is_null()) {
    const std::string parameters = has_names ? named_parameters(node) : fmt::format("{} parameters", children[0]);
    no_function(target[1], parameters, node.at);
    return Value::error(
        fmt::format("No function found with name '{}' and {}", constant(target[1]).as_string(), parameters));
  }
  ArgumentBuffer buffer(function.as_function().parameters.size());
  const std::span<Value> args = buffer.span();
  const std::uint32_t step = has_names ? 2 : 1;
  if (!has_names) {
    places.resize(children[0]);
    std::iota(places.begin(), places.end(), std::size_t{0});
  }
  for (const std::size_t i : in_order(places)) {
    Value& arg = args[places[i]];
    arg = eval(children[i * step + step], scope);
    if (arg.is(Kind::Stop)) return arg;
  }
  if (const Value* trouble = find_trouble(args)) return *trouble;
  return call_user(function, args);
}

Value Evaluator::call_user(const Value& function, std::span<Value> args) {
  const FunctionCell& callee = function.as_function();
  std::array<Binding, kInlineArguments> few;
  std::vector<Binding> many(args.size() > few.size() ? args.size() : 0);
  const std::span<Binding> bindings = many.empty() ? std::span(few).first(args.size()) : std::span(many);
  for (std::size_t i = 0; i < args.size(); ++i) bindings[i] = {&callee.parameters[i], &args[i]};
  const Frame inner(frame_of(callee.environment), bindings);
  const Restored<const Program*> program(program_, callee.program.get());
  if (depth_ >= options_.limits.nesting * 2) return exceeds("nesting");
  return eval(callee.body, &inner);
}

Value Evaluator::call_builtin(const Signature& target, std::span<Value> args, bool collects) {
  const std::size_t parameters = target.parameters.size();
  const bool is_list_itself = parameters == 1 && args.size() == 1 && args[0].is(Kind::List);
  if (!target.is_variadic || !collects || is_list_itself) return check_kinds_and_call(*target.row, args);
  std::array<Value, kMaxParameters> fixed;
  for (std::size_t i = 0; i + 1 < parameters; ++i) fixed[i] = std::move(args[i]);
  const auto rest = args.subspan(parameters - 1);
  fixed[parameters - 1] = Value::list({std::move_iterator(rest.begin()), std::move_iterator(rest.end())});
  if (fixed[parameters - 1].is(Kind::Stop)) return Value::stop();
  return check_kinds_and_call(*target.row, std::span(fixed).first(parameters));
}

Value Evaluator::check_kinds_and_call(const Builtin& row, Args args) {
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (!row.kinds[i].has(args[i].kind())) return fails_for_arguments(args);
  }
  const Restored failed(call_failed_, false);
  Value out = row.invoke(*this, args);
  return spend(weight_of(out)) ? out : Value::stop();
}

Value Evaluator::invoke(const Value& function, Args args) {
  if (function.as_function().parameters.size() != args.size()) {
    return fails(fmt::format("expected a function with {} parameters", args.size()));
  }
  std::vector<Value> copies(args.begin(), args.end());
  ++depth_;
  Value out = call_user(function, copies);
  --depth_;
  if (!out.is(Kind::Stop) || !std::exchange(is_thrown_, false)) return out;
  const std::string reason = std::exchange(failure_, std::nullopt)->message;
  return Value::error(reason);
}

}  // namespace jackfield::feel
