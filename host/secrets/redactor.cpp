#include "secrets/redactor.hpp"

#include "secrets/json_masking.hpp"
#include "secrets/needles.hpp"

namespace jackfield::secrets {

Redactor::Redactor() : needles_(std::make_shared<Needles>()) {}
Redactor::~Redactor() = default;

std::shared_ptr<const Needles> Redactor::needles() const {
  MutexLock lock(mutex_);
  return needles_;
}

void Redactor::learn(std::string_view value) {
  if (value.size() < kLeastLength) return;
  MutexLock lock(mutex_);
  if (needles_->knows(value)) return;
  values_.emplace_back(std::string(value));
  auto next = std::make_shared<Needles>();
  if (values_.size() > kMostValues) {
    values_.erase(values_.begin(), values_.begin() + kMostValues / 2);
    for (const SecretText& kept : values_) next->add(kept.reveal());
  } else {
    *next = *needles_;
    next->add(value);
  }
  needles_ = std::move(next);
}

std::optional<std::string> Redactor::filtered(std::string_view text) const {
  const std::shared_ptr<const Needles> known = needles();
  if (known->empty()) return std::nullopt;
  std::string shown = masked_text(std::string(text), *known);
  if (shown == text) return std::nullopt;
  return shown;
}

}  // namespace jackfield::secrets
