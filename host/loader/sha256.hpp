#pragma once

// SHA-256 of bytes that come piece by piece.

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace jackfield::loader {

class Sha256 {
 public:
  Sha256();
  ~Sha256();

  void add(std::span<const std::byte> bytes);
  std::string hex() &&;  // lower case, 64 digits; once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jackfield::loader
