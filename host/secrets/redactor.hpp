#pragma once

// Keeps values of secrets out of the log: hides every value that was ever given to a job.
//
// The newest kMostValues of them at least half; a value that was changed at its source stays hidden. Shorter ones than
// kLeastLength are not learned, they would tear holes into innocent lines.
// Threads: any.

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/mutex.hpp"
#include "base/secret_text.hpp"
#include "log/log.hpp"

namespace jackfield::secrets {

class Needles;

class Redactor final : public log::TextFilter {
 public:
  static constexpr std::size_t kLeastLength = 4;
  static constexpr std::size_t kMostValues = 1024;

  Redactor();
  ~Redactor() override;

  void learn(std::string_view value);

  // The text with *** for every value it holds, in any of the forms that Masker hides, too.
  std::optional<std::string> filtered(std::string_view text) const override;

 private:
  std::shared_ptr<const Needles> needles() const;

  mutable Mutex mutex_;
  std::deque<SecretText> values_ JF_GUARDED_BY(mutex_);
  std::shared_ptr<const Needles> needles_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::secrets
