#include "services/hidden_values.hpp"

#include <algorithm>
#include <vector>

namespace jackfield::services {

bool HiddenValues::hide(std::string_view value) {
  if (value.size() < secrets::Redactor::kLeastLength) return false;
  if (redactor_ != nullptr) redactor_->learn(value);
  MutexLock lock(mutex_);
  const auto is_same = [value](const SecretText& known) { return known.reveal() == value; };
  if (std::any_of(values_.begin(), values_.end(), is_same)) return true;
  values_.emplace_back(std::string(value));
  if (values_.size() > kMostValues) values_.erase(values_.begin(), values_.begin() + kMostValues / 2);
  masker_ = secrets::Masker(std::vector<SecretText>(values_.begin(), values_.end()));
  return true;
}

secrets::Masker HiddenValues::masker() const {
  MutexLock lock(mutex_);
  return masker_;
}

}  // namespace jackfield::services
