#pragma once

// Compiled expressions by their text, so that a text that comes with every job compiles once.
//
//   ExpressionCache cache;
//   Result<Expression> result = cache.expression(header);
//
// Bounded by number and by bytes of text; the one not asked for longest goes first. A text that is long by itself is
// compiled whenever it is asked for. A text that does not compile is remembered with its failure.
// Threads  any. Compiling happens outside the lock; of two threads that compile the same text both get the first
// result. Sharing  an Expression taken from here never changes and stays good after the cache has let go of it.

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/mutex.hpp"
#include "feel/expression.hpp"

namespace jackfield::feel {

struct ExpressionCacheLimits {
  std::size_t entries = 4'096;
  std::size_t text_bytes = 4U << 20;     // of all texts together; a compiled form takes some ten times its text
  std::size_t longest_text = 64U << 10;  // longer ones are not kept
};

class ExpressionCache {
 public:
  explicit ExpressionCache(const ExpressionCacheLimits& limits = {}) : limits_(limits) {}

  // As Expression::compile. What is known is found without an allocation, but for the copy of a failure's message.
  Result<Expression> find_or_compile(std::string_view text, const CompileOptions& options);

  // The two forms with the default options.
  Result<Expression> expression(std::string_view text);
  Result<Expression> unary_tests(std::string_view text);

  // One moment's picture.
  struct Counts {
    std::size_t entries = 0;
    std::size_t text_bytes = 0;
    std::uint64_t found = 0;     // asked for and known
    std::uint64_t compiled = 0;  // asked for and not known
  };
  Counts counts() const;

 private:
  // A text and what else decides how it compiles.
  struct Key {
    Key(std::string_view its_text, const CompileOptions& options) noexcept;
    friend bool operator==(const Key&, const Key&) = default;

    std::string_view text;
    ExpressionForm form;
    FunctionSet functions;
    std::uint32_t nesting;
    std::size_t expression_bytes;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  struct Entry {
    std::string text;
    Key key;  // views text
    Result<Expression> compiled;
  };
  using Entries = std::list<Entry>;

  Result<Expression> keep(const Key& key, Result<Expression> compiled);
  void make_room(Entries& dropped) JF_REQUIRES(mutex_);

  // Constant after construction.
  const ExpressionCacheLimits limits_;

  mutable Mutex mutex_;
  Entries entries_ JF_GUARDED_BY(mutex_);  // the one asked for last comes first
  std::unordered_map<Key, Entries::iterator, Hash> index_ JF_GUARDED_BY(mutex_);
  Counts counts_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::feel
