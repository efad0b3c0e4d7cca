#include "feel/builtins/sorting.hpp"

#include <algorithm>
#include <array>

namespace jackfield::feel {
namespace {

// How the JVM compares by such a function: asked a second time, the other way round, where the answer is no.
class Comparer {
 public:
  Comparer(Call& call, const Value& precedes) : call_(call), precedes_(precedes) {}

  bool precedes(const Value& a, const Value& b) {
    if (!asks(a, b)) {
      if (is_ok()) asks(b, a);
      return false;
    }
    return is_ok();
  }
  bool is_ok() const { return trouble_.is_null(); }
  const Value& trouble() const { return trouble_; }

  bool asks(const Value& a, const Value& b) {
    const std::array<Value, 2> pair{a, b};
    const Value verdict = call_.invoke(precedes_, pair);
    if (!verdict.is(Kind::Boolean)) trouble_ = verdict.is(Kind::Stop) ? verdict : Value::boolean(true);
    return verdict.is_true();
  }

 private:
  Call& call_;
  const Value& precedes_;
  Value trouble_;
};

// The run that the list begins with, ascending afterwards.
std::size_t first_run(Comparer& comparer, std::vector<Value>& items) {
  std::size_t end = 2;
  const bool descends = comparer.precedes(items[1], items[0]);
  while (comparer.is_ok() && end < items.size() && comparer.precedes(items[end], items[end - 1]) == descends) ++end;
  if (descends) std::reverse(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(end));
  return end;
}

// Short lists: compares the same pairs as the JVM, which shows where the function is not an order, or warns.
void insert_one_by_one(Comparer& comparer, std::vector<Value>& items) {
  for (std::size_t next = first_run(comparer, items); comparer.is_ok() && next < items.size(); ++next) {
    std::size_t left = 0;
    std::size_t right = next;
    while (left < right && comparer.is_ok()) {
      const std::size_t middle = (left + right) / 2;
      if (comparer.precedes(items[next], items[middle])) {
        right = middle;
      } else {
        left = middle + 1;
      }
    }
    const auto at = [&](std::size_t i) { return items.begin() + static_cast<std::ptrdiff_t>(i); };
    std::rotate(at(left), at(next), at(next + 1));
  }
}

bool merge(Comparer& comparer, std::vector<Value>& from, std::vector<Value>& to, std::size_t left, std::size_t middle,
           std::size_t last) {
  std::size_t right = middle;
  for (std::size_t out = left; out < last; ++out) {
    bool take_right = left == middle;
    if (!take_right && right < last) {
      take_right = comparer.asks(from[right], from[left]);
      if (!comparer.is_ok()) return false;
    }
    to[out] = std::move(from[take_right ? right++ : left++]);
  }
  return true;
}

// Bottom-up, with half the calls.
void merge_all(Comparer& comparer, std::vector<Value>& items) {
  std::vector<Value> merged(items.size());
  for (std::size_t width = 1; width < items.size(); width *= 2) {
    for (std::size_t first = 0; first < items.size(); first += 2 * width) {
      const std::size_t middle = std::min(first + width, items.size());
      const std::size_t last = std::min(first + 2 * width, items.size());
      if (!merge(comparer, items, merged, first, middle, last)) return;
    }
    std::swap(items, merged);
  }
}

}  // namespace

Value sort_by(Call& call, std::vector<Value>& items, const Value& precedes) {
  constexpr std::size_t kShort = 32;
  if (items.size() < 2) return {};
  Comparer comparer(call, precedes);
  items.size() < kShort ? insert_one_by_one(comparer, items) : merge_all(comparer, items);
  return comparer.trouble();
}

}  // namespace jackfield::feel
