#include "feel/cases/same_json.hpp"

#include <algorithm>

#include "feel/context.hpp"
#include "feel/text_form.hpp"
#include "feel/value_views.hpp"

namespace jackfield::feel::cases {
namespace {

std::string sorted(std::string_view text) {
  std::string out(text);
  std::sort(out.begin(), out.end());
  return out;
}

bool same(const Value& a, const Value& b, bool any_order);

bool same_lists(const Value& a, const Value& b, bool any_order) {
  const ListView left(a);
  const ListView right(b);
  if (left.size() != right.size()) return false;
  if (any_order) {
    return std::is_permutation(left.begin(), left.end(), right.begin(),
                               [](const Value& x, const Value& y) { return same(x, y, true); });
  }
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (!same(left[i], right[i], any_order)) return false;
  }
  return true;
}

bool same_contexts(const Value& a, const Value& b, bool any_order) {
  const ContextView left(a);
  if (left.size() != ContextView(b).size()) return false;
  for (const Entry& entry : left) {
    const auto other = find_entry(b, entry.key);
    if (!other || !same(entry.value, *other, any_order)) return false;
  }
  return true;
}

bool same(const Value& a, const Value& b, bool any_order) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::Number: {
      const auto whole = a.as_number().to_int64();
      if (whole != b.as_number().to_int64()) return false;
      // The scale shows how it was written.
      return whole ? a.as_number().to_string() == b.as_number().to_string()
                   : a.as_number().to_double() == b.as_number().to_double();
    }
    case Kind::List:
      return same_lists(a, b, any_order);
    case Kind::Context:
      return same_contexts(a, b, any_order);
    case Kind::Boolean:
      return a.as_boolean() == b.as_boolean();
    case Kind::String:
      return Value::same_text(a, b) || (any_order && sorted(a.as_string()) == sorted(b.as_string()));
    default:
      return true;
  }
}

}  // namespace

bool is_same_json(const std::string& a, const std::string& b, bool any_order) {
  const auto left = json_value(with_escaped_halves(a));
  const auto right = json_value(with_escaped_halves(b));
  return left && right && same(*left, *right, any_order);
}

}  // namespace jackfield::feel::cases
