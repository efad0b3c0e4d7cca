#include "feel/expression_cache.hpp"

#include <functional>
#include <optional>

namespace jackfield::feel {

ExpressionCache::Key::Key(std::string_view its_text, const CompileOptions& options) noexcept
    : text(its_text),
      form(options.form),
      functions(options.functions),
      nesting(options.limits.nesting),
      expression_bytes(options.limits.expression_bytes) {}

std::size_t ExpressionCache::Hash::operator()(const Key& key) const noexcept {
  // The limits are the same for nearly all; the text and the kind tell keys apart.
  const auto kind = static_cast<std::size_t>(key.form) * 4 + static_cast<std::size_t>(key.functions);
  return std::hash<std::string_view>()(key.text) + kind;
}

Result<Expression> ExpressionCache::expression(std::string_view text) {
  return find_or_compile(text, CompileOptions());
}

Result<Expression> ExpressionCache::unary_tests(std::string_view text) {
  return find_or_compile(text, {.form = ExpressionForm::UnaryTests});
}

Result<Expression> ExpressionCache::find_or_compile(std::string_view text, const CompileOptions& options) {
  const Key key(text, options);
  {
    const MutexLock lock(mutex_);
    const auto known = index_.find(key);
    if (known != index_.end()) {
      ++counts_.found;
      entries_.splice(entries_.begin(), entries_, known->second);
      return known->second->compiled;
    }
    ++counts_.compiled;
  }
  return keep(key, Expression::compile(text, options));
}

Result<Expression> ExpressionCache::keep(const Key& key, Result<Expression> compiled) {
  if (key.text.size() > limits_.longest_text || limits_.entries == 0) return compiled;
  Entries added;
  Entry& mine = added.emplace_back(Entry{std::string(key.text), key, std::move(compiled)});
  mine.key.text = mine.text;
  Entries dropped;  // freed outside the lock
  const MutexLock lock(mutex_);
  const auto [known, is_new] = index_.try_emplace(mine.key, added.begin());
  if (!is_new) {
    dropped.splice(dropped.begin(), added);
    return known->second->compiled;
  }
  entries_.splice(entries_.begin(), added);
  counts_.text_bytes += mine.text.size();
  Result<Expression> out = mine.compiled;
  make_room(dropped);
  return out;
}

void ExpressionCache::make_room(Entries& dropped) {
  while (entries_.size() > limits_.entries || counts_.text_bytes > limits_.text_bytes) {
    const auto last = std::prev(entries_.end());
    index_.erase(last->key);
    counts_.text_bytes -= last->text.size();
    dropped.splice(dropped.begin(), entries_, last);
  }
}

ExpressionCache::Counts ExpressionCache::counts() const {
  const MutexLock lock(mutex_);
  Counts out = counts_;
  out.entries = entries_.size();
  return out;
}

}  // namespace jackfield::feel
