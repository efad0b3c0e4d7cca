#include <algorithm>

#include "feel/evaluation/evaluator.hpp"
#include "feel/list_cursor.hpp"
#include "feel/number_short.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel {
namespace {

const Value kPartialName = Value::string("partial");
constexpr std::int64_t kMaxSteps = 2'147'483'647;
constexpr std::size_t kMaxReserved = 1U << 16;

// Whether the number's precision is enough for one step from it and back.
bool shows_steps(const Number& from, const Number& step) {
  const auto next = add(from, step);
  const auto back = next ? subtract(*next, from) : std::nullopt;
  return back && *back == step;
}

}  // namespace

// A list, or numbers one apart.
struct Evaluator::Iteration {
  const Value* name = nullptr;
  bool is_outermost = false;
  // The list of the outermost iterator is walked once, those of others again and again.
  std::optional<ListCursor> cursor;
  std::optional<ListView> items;
  Number first;
  Number step;
  std::size_t count = 0;  // zero too for a list that the cursor does not know yet
  std::size_t round = 0;
  Value current;                  // the number of this round
  bool has_lost_its_way = false;  // there was no next number

  void open(const Value& list) {
    if (is_outermost) {
      cursor.emplace(list);
      count = cursor->size_hint();
    } else {
      items.emplace(list);
      count = items->size();
    }
  }

  // Points the binding to the first value, or the next; false if there is none.
  bool begin(Binding& binding) {
    round = 0;
    if (!cursor && !items) current = Value::number(first);
    return show(binding);
  }
  bool next(Binding& binding) {
    ++round;
    if (!cursor && !items && round < count && !advance()) return has_lost_its_way = true, false;
    return show(binding);
  }

 private:
  bool show(Binding& binding) {
    if (cursor) return (binding.value = cursor->next()) != nullptr;
    if (round >= count) return false;
    binding.value = items ? &(*items)[round] : &current;
    return true;
  }
  bool advance() {
    Number next;
    if (!ShortNumber::add(current.as_number(), step, next)) {
      auto sum = add(current.as_number(), step);
      if (!sum) return false;
      next = std::move(*sum);
    }
    current = Value::number(std::move(next));
    return true;
  }
};

bool Evaluator::open_steps(const Number& first, const Number& last, Iteration& out) {
  const auto distance = subtract(last, first);
  const auto whole = distance ? rescale(absolute(*distance), 0, Rounding::Down) : std::nullopt;
  const auto steps = whole ? whole->to_int64() : std::nullopt;
  if (!steps || *steps >= kMaxSteps) return stops("an iteration has too many steps"), false;
  const Number step(distance->sign() < 0 ? -1 : 1);
  if (!shows_steps(first, step) || !shows_steps(last, negate(step))) {
    return stops("an iteration has steps smaller than its numbers can show"), false;
  }
  out.first = first;
  out.step = step;
  out.count = static_cast<std::size_t>(*steps) + 1;
  return true;
}

// `iterator`: name, list or first number, last number or kNoNode. What comes back is the list where that is no list; it
// is an Error or Fatal where the bounds are no numbers.
Value Evaluator::open_iteration(const std::uint32_t* iterator, const Frame* scope, Iteration& out) {
  out.name = &constant(iterator[0]);
  const Value first = eval(iterator[1], scope);
  if (first.is(Kind::Stop)) return first;
  if (iterator[2] == kNoNode) {
    if (first.is(Kind::List)) out.open(first);
    return first;
  }
  const Value last = eval(iterator[2], scope);
  if (last.is(Kind::Stop)) return last;
  for (const Value* bound : {&first, &last}) {
    if (bound->is(Kind::Number)) continue;
    if (bound->is(Kind::Fatal)) return *bound;
    wrong_type("number", *bound, program_->node(iterator[2]).at);
    return Value::error("Expected number");
  }
  return open_steps(first.as_number(), last.as_number(), out) ? Value::list({}) : Value::stop();
}

// All iterators are opened before one is looked at. False: `trouble`, or null for what is no list.
bool Evaluator::open_iterations(const Node& node, const Frame* scope, std::vector<Iteration>& out, Value& trouble) {
  const std::uint32_t* iterators = links(node.a) + 1;
  std::vector<Value> lists(out.size());
  out[0].is_outermost = true;
  for (std::size_t i = 0; i < out.size(); ++i) {
    lists[i] = open_iteration(iterators + 3 * i, scope, out[i]);
    if (lists[i].is(Kind::Stop)) return trouble = lists[i], false;
  }
  bool ok = true;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (lists[i].is(Kind::List)) continue;
    if (!lists[i].is_trouble()) wrong_type("list", lists[i], program_->node(iterators[3 * i + 1]).at);
    if (std::exchange(ok, false) && lists[i].is(Kind::Fatal)) trouble = lists[i];
  }
  return ok;
}

Value Evaluator::eval_loop(const Node& node, const Frame* scope) {
  std::vector<Iteration> iterations(links(node.a)[0] / 3);
  Value trouble;
  if (!open_iterations(node, scope, iterations, trouble)) return trouble;
  ++loops_;
  Value out = node.op == Op::For ? eval_for(node, scope, iterations) : eval_quantified(node, scope, iterations);
  --loops_;
  return out;
}

// All combinations, the last iterator fastest. `visit` says whether to go on. False: there was no next number.
template <typename Visit>
bool Evaluator::walk(std::vector<Iteration>& iterations, std::span<Binding> bindings, const Visit& visit) {
  for (std::size_t i = 0; i < iterations.size(); ++i) {
    bindings[i].name = iterations[i].name;
    if (!iterations[i].begin(bindings[i])) return true;
  }
  while (visit()) {
    std::size_t i = iterations.size() - 1;
    for (; !iterations[i].next(bindings[i]); --i) {
      if (iterations[i].has_lost_its_way) return false;
      if (i == 0) return true;
    }
    for (++i; i < iterations.size(); ++i) iterations[i].begin(bindings[i]);
  }
  return true;
}

Value Evaluator::eval_for(const Node& node, const Frame* scope, std::vector<Iteration>& iterations) {
  const bool uses_partial = (node.detail & kUsesPartial) != 0;
  // `partial` comes first: it wins over an iterator of that name.
  std::vector<Binding> bindings(iterations.size() + (uses_partial ? 1 : 0));
  const auto iterators = std::span(bindings).subspan(uses_partial ? 1 : 0);
  auto* results = new ListCell({});
  Value keeper = ValueAccess::adopt_list(results);
  std::size_t total = 1;
  for (const Iteration& it : iterations) total = std::min(kMaxReserved, total * std::min(it.count, kMaxReserved));
  results->items.reserve(total);
  std::uint32_t depth = 0;
  Value partial;
  Value trouble;
  const Frame inner(scope, bindings);
  const bool ok = walk(iterations, iterators, [&] {
    if (uses_partial) {
      partial = ValueAccess::prefix(results, results->items.size());
      bindings.front() = {&kPartialName, &partial};
    }
    Value result = eval(node.b, &inner);
    if (result.is(Kind::Stop)) return trouble = result, false;
    // Whoever kept `partial` keeps the list as it is; the loop goes on with a copy.
    partial = Value();
    if (uses_partial && results->owners.load(std::memory_order_relaxed) > 1) {
      if (!spend(results->items.size())) return trouble = Value::stop(), false;
      results->depth = depth + 1;
      auto* copy = new ListCell(results->items);
      keeper = ValueAccess::adopt_list(copy);
      results = copy;
    } else if (uses_partial && results->items.size() == results->items.capacity()) {
      results->items.reserve(results->items.size() * 2 + 8);
    }
    depth = std::max(depth, result.depth());
    results->depth = depth + 1;
    if (depth >= kMaxValueDepth) return trouble = exceeds("nesting of values"), false;
    results->items.push_back(std::move(result));
    return spend(1) || (trouble = Value::stop(), false);
  });
  if (!ok) return stops("an iteration left the range of numbers");
  if (trouble.is_trouble()) return trouble;
  results->depth = depth + 1;
  ValueAccess::set_size(keeper, results->items.size());
  return keeper;
}

// Some and Every mirror each other, as Or and And do.
Value Evaluator::eval_quantified(const Node& node, const Frame* scope, std::vector<Iteration>& iterations) {
  const bool deciding = node.op == Op::Some;
  std::vector<Binding> bindings(iterations.size());
  const Frame inner(scope, bindings);
  bool is_known = true;
  Value decided;
  const bool ok = walk(iterations, bindings, [&] {
    const Value it = eval(node.b, &inner);
    if (it.is(Kind::Stop) || it.is(Kind::Fatal)) return decided = it, false;
    if (!it.is(Kind::Boolean)) {
      if (std::exchange(is_known, false)) wrong_type("boolean", it, program_->node(node.b).at);
    } else if (it.as_boolean() == deciding) {
      return decided = it, false;
    }
    return spend(1) || (decided = Value::stop(), false);
  });
  if (!ok) return stops("an iteration left the range of numbers");
  if (!decided.is_null()) return decided;
  return is_known ? Value::boolean(!deciding) : Value();
}

}  // namespace jackfield::feel
