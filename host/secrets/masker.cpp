#include "secrets/json_masking.hpp"
#include "secrets/needles.hpp"
#include "secrets/secrets.hpp"

namespace jackfield::secrets {

Masker::Masker(const std::vector<SecretText>& values) {
  auto needles = std::make_shared<Needles>();
  for (const SecretText& value : values) needles->add(value.reveal());
  if (!needles->empty()) needles_ = std::move(needles);
}

std::string Masker::in_text(std::string text) const {
  return is_idle() ? text : masked_text(std::move(text), *needles_);
}

std::string Masker::in_json(std::string json) const {
  return is_idle() ? json : masked_json(std::move(json), *needles_);
}

}  // namespace jackfield::secrets
