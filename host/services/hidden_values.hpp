#pragma once

// Values that plugins asked for, or had hidden: what must not show up in the log or in the texts of failed jobs.
//
// The newest kMostValues of them at least half. Threads: any.

#include <deque>
#include <string_view>

#include "base/mutex.hpp"
#include "base/secret_text.hpp"
#include "secrets/redactor.hpp"
#include "secrets/secrets.hpp"

namespace jackfield::services {

class HiddenValues {
 public:
  static constexpr std::size_t kMostValues = 1024;

  // Tells the redactor, too; null: there is none.
  explicit HiddenValues(secrets::Redactor* redactor) : redactor_(redactor) {}

  // False for one that is too short to be hidden.
  bool hide(std::string_view value);

  secrets::Masker masker() const;

 private:
  secrets::Redactor* const redactor_;

  mutable Mutex mutex_;
  std::deque<SecretText> values_ JF_GUARDED_BY(mutex_);
  secrets::Masker masker_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::services
