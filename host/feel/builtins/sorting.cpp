#include "feel/builtins/sorting.hpp"

#include <algorithm>
#include <array>

namespace jackfield::feel {
namespace {

// Merges bottom-up; each comparison is a call of the function.
class Merger {
 public:
  Merger(Call& call, const Value& precedes) : call_(call), precedes_(precedes) {}

  Value sort(std::vector<Value>& items) {
    std::vector<Value> merged(items.size());
    for (std::size_t width = 1; width < items.size(); width *= 2) {
      for (std::size_t first = 0; first < items.size(); first += 2 * width) {
        const std::size_t middle = std::min(first + width, items.size());
        const std::size_t last = std::min(first + 2 * width, items.size());
        if (!merge(items, merged, first, middle, last)) return trouble_;
      }
      std::swap(items, merged);
    }
    return {};
  }

 private:
  bool merge(std::vector<Value>& from, std::vector<Value>& to, std::size_t left, std::size_t middle, std::size_t last) {
    std::size_t right = middle;
    for (std::size_t out = left; out < last; ++out) {
      bool take_right = left == middle;
      if (!take_right && right < last) {
        const std::array<Value, 2> pair{from[right], from[left]};
        const Value verdict = call_.invoke(precedes_, pair);
        if (!verdict.is(Kind::Boolean)) {
          trouble_ = verdict.is(Kind::Stop) ? verdict : Value::boolean(true);
          return false;
        }
        take_right = verdict.as_boolean();
      }
      to[out] = std::move(from[take_right ? right++ : left++]);
    }
    return true;
  }

  Call& call_;
  const Value& precedes_;
  Value trouble_;
};

}  // namespace

Value sort_by(Call& call, std::vector<Value>& items, const Value& precedes) {
  return Merger(call, precedes).sort(items);
}

}  // namespace jackfield::feel
