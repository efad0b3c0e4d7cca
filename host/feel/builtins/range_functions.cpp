#include "feel/builtins/families.hpp"
#include "feel/cells.hpp"
#include "feel/comparison.hpp"

namespace jackfield::feel {
namespace {

// One side of a relation: a point or a range.
struct Side {
  explicit Side(const Value& value) : point(value), range(value.is(Kind::Range) ? &value.as_range() : nullptr) {}

  const Value& start() const { return range == nullptr ? point : range->start; }
  const Value& end() const { return range == nullptr ? point : range->end; }
  bool start_closed() const { return range == nullptr || range->start_closed; }
  bool end_closed() const { return range == nullptr || range->end_closed; }

  const Value& point;
  const RangeCell* range;
};

bool less(const Value& a, const Value& b) {
  return order(a, b) == Order::Less;
}
bool greater(const Value& a, const Value& b) {
  return order(a, b) == Order::Greater;
}

bool before(const Side& a, const Side& b) {
  const bool touch = is_same(a.end(), b.start());
  return less(a.end(), b.start()) ||
         (touch && (a.range != nullptr || b.range != nullptr) && !(a.end_closed() && b.start_closed()));
}

bool after(const Side& a, const Side& b) {
  return before(b, a);
}

bool meets(const Side& a, const Side& b) {
  return is_same(a.end(), b.start()) && a.end_closed() && b.start_closed();
}

bool met_by(const Side& a, const Side& b) {
  return meets(b, a);
}

bool overlaps(const Side& a, const Side& b) {
  const bool left = greater(a.end(), b.start()) || meets(a, b);
  const bool right = less(a.start(), b.end()) || meets(b, a);
  return left && right;
}

bool overlaps_before(const Side& a, const Side& b) {
  const bool starts =
      less(a.start(), b.start()) || (is_same(a.start(), b.start()) && a.start_closed() && !b.start_closed());
  const bool reaches = greater(a.end(), b.start()) || meets(a, b);
  const bool ends = less(a.end(), b.end()) || (is_same(a.end(), b.end()) && (!a.end_closed() || b.end_closed()));
  return starts && reaches && ends;
}

bool overlaps_after(const Side& a, const Side& b) {
  return overlaps_before(b, a);
}

bool finishes(const Side& a, const Side& b) {
  if (a.range == nullptr) return b.end_closed() && is_same(b.end(), a.point);
  const bool same_end = is_same(a.end(), b.end()) && a.end_closed() == b.end_closed();
  return same_end &&
         (greater(a.start(), b.start()) || (is_same(a.start(), b.start()) && (!a.start_closed() || b.start_closed())));
}

bool finished_by(const Side& a, const Side& b) {
  return finishes(b, a);
}

bool includes(const Side& a, const Side& b) {
  if (b.range == nullptr) {
    return (less(a.start(), b.point) && greater(a.end(), b.point)) ||
           (is_same(a.start(), b.point) && a.start_closed()) || (is_same(a.end(), b.point) && a.end_closed());
  }
  const bool from =
      less(a.start(), b.start()) || (is_same(a.start(), b.start()) && (a.start_closed() || !b.start_closed()));
  const bool to = greater(a.end(), b.end()) || (is_same(a.end(), b.end()) && (a.end_closed() || !b.end_closed()));
  return from && to;
}

bool during(const Side& a, const Side& b) {
  return includes(b, a);
}

bool starts(const Side& a, const Side& b) {
  if (a.range == nullptr) return b.start_closed() && is_same(b.start(), a.point);
  const bool same_start = is_same(a.start(), b.start()) && a.start_closed() == b.start_closed();
  return same_start && (less(a.end(), b.end()) || (is_same(a.end(), b.end()) && (!a.end_closed() || b.end_closed())));
}

bool started_by(const Side& a, const Side& b) {
  return starts(b, a);
}

bool coincides(const Side& a, const Side& b) {
  if ((a.range == nullptr) != (b.range == nullptr)) return false;
  return is_same(a.start(), b.start()) && is_same(a.end(), b.end()) && a.start_closed() == b.start_closed() &&
         a.end_closed() == b.end_closed();
}

// Which combinations of point and range a relation is defined for.
enum Shapes : unsigned { kPointPoint = 1, kPointRange = 2, kRangePoint = 4, kRangeRange = 8, kAllShapes = 15 };

template <bool (*kRelation)(const Side&, const Side&), unsigned kShapes>
Value relation(Call& call, Args args) {
  const Side a(args[0]);
  const Side b(args[1]);
  if (a.start().kind() != b.start().kind()) return call.fails_for_arguments(args);
  const unsigned shape = (a.range == nullptr ? 1U : 4U) * (b.range == nullptr ? 1U : 2U);
  if ((shape & kShapes) == 0) return call.stops("the function has no form for these points and ranges");
  return Value::boolean(kRelation(a, b));
}

constexpr KindSet kSide = kPoint | kRange;
constexpr std::string_view kBeforeHelp = "whether the first lies wholly before the second";
constexpr std::string_view kAfterHelp = "whether the first lies wholly behind the second";
constexpr std::string_view kFinishesHelp = "whether the first ends where the range ends, within it";
constexpr std::string_view kFinishedByHelp = "whether the second ends where the range ends, within it";
constexpr std::string_view kIncludesHelp = "whether the range holds all of the second";
constexpr std::string_view kDuringHelp = "whether the range holds all of the first";
constexpr std::string_view kStartsHelp = "whether the first begins where the range begins, within it";
constexpr std::string_view kStartedByHelp = "whether the second begins where the range begins, within it";
constexpr std::string_view kCoincidesHelp = "whether both are the same";

constexpr unsigned kInnerFirst = kPointRange | kRangeRange;
constexpr unsigned kInnerSecond = kRangePoint | kRangeRange;

constexpr Builtin kRows[] = {
    {"before", "point1, point2", {kSide, kSide}, &relation<before, kAllShapes>, kBeforeHelp},
    {"before", "point, range", {kSide, kSide}, &relation<before, kAllShapes>, kBeforeHelp},
    {"before", "range, point", {kSide, kSide}, &relation<before, kAllShapes>, kBeforeHelp},
    {"before", "range1, range2", {kSide, kSide}, &relation<before, kAllShapes>, kBeforeHelp},
    {"after", "point1, point2", {kSide, kSide}, &relation<after, kAllShapes>, kAfterHelp},
    {"after", "point, range", {kSide, kSide}, &relation<after, kAllShapes>, kAfterHelp},
    {"after", "range, point", {kSide, kSide}, &relation<after, kAllShapes>, kAfterHelp},
    {"after", "range1, range2", {kSide, kSide}, &relation<after, kAllShapes>, kAfterHelp},
    {"meets",
     "range1, range2",
     {kSide, kSide},
     &relation<meets, kRangeRange>,
     "whether the first ends where the second begins, both with that point"},
    {"met by",
     "range1, range2",
     {kSide, kSide},
     &relation<met_by, kRangeRange>,
     "whether the first begins where the second ends, both with that point"},
    {"overlaps",
     "range1, range2",
     {kSide, kSide},
     &relation<overlaps, kRangeRange>,
     "whether two ranges have a point in common"},
    {"overlaps before",
     "range1, range2",
     {kSide, kSide},
     &relation<overlaps_before, kRangeRange>,
     "whether the first begins before the second and ends within it"},
    {"overlaps after",
     "range1, range2",
     {kSide, kSide},
     &relation<overlaps_after, kRangeRange>,
     "whether the first begins within the second and ends behind it"},
    {"finishes", "point, range", {kSide, kSide}, &relation<finishes, kInnerFirst>, kFinishesHelp},
    {"finishes", "range1, range2", {kSide, kSide}, &relation<finishes, kInnerFirst>, kFinishesHelp},
    {"finished by", "point, range", {kSide, kSide}, &relation<finished_by, kInnerSecond>, kFinishedByHelp},
    {"finished by", "range1, range2", {kSide, kSide}, &relation<finished_by, kInnerSecond>, kFinishedByHelp},
    {"includes", "range, point", {kSide, kSide}, &relation<includes, kInnerSecond>, kIncludesHelp},
    {"includes", "range1, range2", {kSide, kSide}, &relation<includes, kInnerSecond>, kIncludesHelp},
    {"during", "point, range", {kSide, kSide}, &relation<during, kInnerFirst>, kDuringHelp},
    {"during", "range1, range2", {kSide, kSide}, &relation<during, kInnerFirst>, kDuringHelp},
    {"starts", "point, range", {kSide, kSide}, &relation<starts, kInnerFirst>, kStartsHelp},
    {"starts", "range1, range2", {kSide, kSide}, &relation<starts, kInnerFirst>, kStartsHelp},
    {"started by", "range, point", {kSide, kSide}, &relation<started_by, kInnerSecond>, kStartedByHelp},
    {"started by", "range1, range2", {kSide, kSide}, &relation<started_by, kInnerSecond>, kStartedByHelp},
    {"coincides", "point1, point2", {kSide, kSide}, &relation<coincides, kAllShapes>, kCoincidesHelp},
    {"coincides", "range1, range2", {kSide, kSide}, &relation<coincides, kAllShapes>, kCoincidesHelp},
};

}  // namespace

std::span<const Builtin> range_functions() noexcept {
  return kRows;
}

}  // namespace jackfield::feel
