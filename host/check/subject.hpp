#pragma once

// The plugin that is checked: its bytes, what they say, and its code once a check asks for that.
//
// One thread. What a check loads stays loaded until its process ends, unless it unloads it itself.

#include <jackfield/plugin.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "check/check.hpp"
#include "loader/elf_image.hpp"
#include "loader/inspect.hpp"
#include "loader/library.hpp"
#include "loader/mapped_file.hpp"

namespace jackfield::check {

// A copy of a file in memory, under a name that the linker has not seen yet.
class MemoryCopy {
 public:
  static Result<MemoryCopy> of(const std::filesystem::path& file);
  MemoryCopy(MemoryCopy&& other) noexcept;
  MemoryCopy& operator=(MemoryCopy&&) = delete;
  ~MemoryCopy();

  std::filesystem::path path() const;

 private:
  explicit MemoryCopy(int file) noexcept : file_(file) {}
  int file_;
};

class Subject {
 public:
  // The file is readable, which the caller has made sure of.
  Subject(std::filesystem::path file, std::uint64_t seed);
  ~Subject();

  const std::filesystem::path& file() const noexcept { return file_; }
  std::uint64_t seed() const noexcept { return seed_; }
  std::span<const std::byte> bytes() const;

  // What the loader's inspection makes of it.
  const loader::Verdict& verdict();
  const loader::ElfImage* image();

  // After F03: what its manifest says, and the same as JSON.
  const loader::Manifest& manifest();
  const nlohmann::json& manifest_json();

  // After L01.
  const jf_plugin_entry& entry();
  std::string_view resource(std::string_view name);  // empty: there is none

 private:
  struct State;
  const std::filesystem::path file_;
  const std::uint64_t seed_;
  std::unique_ptr<State> state_;
};

inline Finding pass(std::string message = {}) {
  return {Status::Pass, std::move(message)};
}
inline Finding warn(std::string message) {
  return {Status::Warn, std::move(message)};
}
inline Finding fail(std::string message) {
  return {Status::Fail, std::move(message)};
}
inline Finding skip(std::string message) {
  return {Status::Skip, std::move(message)};
}

}  // namespace jackfield::check
