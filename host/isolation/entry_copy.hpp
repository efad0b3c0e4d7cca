#pragma once

// What a plugin's entry says, brought over from its runner: the same struct, with memory of its own.

#include <jackfield/plugin.h>

#include <deque>
#include <string>
#include <vector>

#include "isolation/codec.hpp"

namespace jackfield::isolation {

class EntryCopy {
 public:
  static void put(Encoder& out, const jf_plugin_entry* entry);

  explicit EntryCopy(Decoder& in);
  EntryCopy(const EntryCopy&) = delete;
  EntryCopy& operator=(const EntryCopy&) = delete;

  // Null when the plugin's own was.
  const jf_plugin_entry* get() const noexcept { return is_present_ ? &entry_ : nullptr; }

 private:
  std::string_view kept(jf_str text);

  bool is_present_ = false;
  jf_plugin_entry entry_{};
  std::vector<jf_resource> resources_;
  std::deque<std::string> texts_;
};

}  // namespace jackfield::isolation
