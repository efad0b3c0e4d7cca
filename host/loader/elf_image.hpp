#pragma once

// A shared object's bytes, read without running any of its code and without trusting a single number in it.
//
// parse() checks the headers and that everything they point to lies inside the file: the dynamic linker does not, and a
// file cut short would end the process. Texts and spans borrow from the bytes. Any thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "loader/errors.hpp"

namespace jackfield::loader {

class ElfImage {
 public:
  struct Note {
    std::string_view owner;
    std::uint32_t type = 0;
    std::string_view content;
  };

  struct Symbol {
    std::string_view name;
    bool is_defined = false;
    bool is_exported = false;  // defined and visible to others
    bool is_unique = false;    // GNU's unique binding, which pins its library in memory
    bool is_function = false;
    bool is_weak = false;
  };

  // One version of a library's symbols that the object needs or offers, such as GLIBC_2.34 of libc.so.6.
  struct Version {
    std::string_view library;  // empty for an offered one
    std::string_view name;
  };

  // What .dynamic says.
  struct Dynamic {
    std::vector<std::string_view> needed;
    std::string_view run_path;
    bool has_text_relocations = false;
    bool is_no_delete = false;
    bool has_static_tls = false;
    bool binds_now = false;      // all symbols are looked up when it is loaded
    bool is_executable = false;  // a position-independent program
  };

  static Judged<ElfImage> parse(std::span<const std::byte> file);

  const Dynamic& dynamic() const noexcept { return dynamic_; }
  bool has_executable_stack() const noexcept { return has_executable_stack_; }
  bool has_writable_code() const noexcept { return has_writable_code_; }
  bool has_read_only_relocations() const noexcept { return has_read_only_relocations_; }

  std::vector<Note> notes() const;
  std::vector<Symbol> symbols() const;
  std::vector<Version> needed_versions() const;
  std::vector<Version> offered_versions() const;

 private:
  struct Segment {
    std::uint32_t type = 0;
    std::uint32_t flags = 0;
    std::uint64_t offset = 0;
    std::uint64_t address = 0;
    std::uint64_t size = 0;  // in the file
    std::uint64_t alignment = 0;
  };

  // Where .dynamic says that tables begin, as addresses; 0: absent.
  struct Tables {
    std::uint64_t strings = 0;
    std::uint64_t strings_size = 0;
    std::uint64_t symbols = 0;
    std::uint64_t hash = 0;
    std::uint64_t gnu_hash = 0;
    std::uint64_t needed_versions = 0;
    std::uint64_t needed_versions_count = 0;
    std::uint64_t offered_versions = 0;
    std::uint64_t offered_versions_count = 0;
  };

  explicit ElfImage(std::span<const std::byte> file) noexcept : file_(file) {}

  std::optional<Rejection> read_segments();
  std::optional<Rejection> check_sections() const;
  std::optional<Rejection> read_dynamic();
  void read_dynamic_entries(const Segment& segment);

  template <typename T>
  std::optional<T> at_offset(std::uint64_t offset) const noexcept;
  template <typename T>
  std::optional<T> at_address(std::uint64_t address) const noexcept;
  std::optional<std::uint64_t> offset_of(std::uint64_t address) const noexcept;
  std::string_view string_at(std::uint64_t index) const noexcept;
  std::uint32_t symbol_count() const noexcept;
  std::uint32_t symbol_count_by_gnu_hash() const noexcept;
  bool contains(std::uint64_t offset, std::uint64_t size) const noexcept;

  std::span<const std::byte> file_;
  std::vector<Segment> segments_;
  Tables tables_;
  Dynamic dynamic_;
  bool has_executable_stack_ = false;
  bool has_writable_code_ = false;
  bool has_read_only_relocations_ = false;
};

}  // namespace jackfield::loader
