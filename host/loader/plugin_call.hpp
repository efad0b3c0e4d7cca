#pragma once

// Which plugin each thread is inside: for the crash record and the watchdog, who come without warning.
//
// Around every call into a plugin stands an InsidePlugin. It costs a few stores into the thread's own slot; others read
// the slots without stopping anyone, so what they see may be over by then. Slots and tags are never freed: a handler of
// a signal may read them at any time. Any thread.

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "loader/blame_book.hpp"
#include "loader/connector.hpp"

namespace jackfield::loader {

// Names the code of one generation.
struct CodeTag {
  CodeIdentity identity;
  GenerationId generation;
  std::string line;  // the identity, ready to be written down
};

// An identity as one line, and back.
std::string line_of(const CodeIdentity& code);
std::optional<CodeIdentity> parse_code_line(const std::string& line);

// Lives for ever.
const CodeTag& make_code_tag(CodeIdentity identity, GenerationId generation);

// Where in memory the code of `tag` lies, for those who find themselves at an address. Loaded now; forgotten when it is
// unmapped.
void note_code(const CodeTag& tag, const std::filesystem::path& library);
void forget_code(const CodeTag& tag);

// Whose code is there; null: nobody's. For signal handlers, too.
const CodeTag* owner_of_code(std::uintptr_t address) noexcept;

// What a thread does. `function` is a literal.
struct PluginCall {
  const CodeTag* tag = nullptr;
  const char* function = nullptr;
  std::int64_t job = 0;  // key; 0: no job's
  std::uint64_t op = 0;
  bool may_block = false;  // it runs where others do not wait for it
};

class InsidePlugin {
 public:
  explicit InsidePlugin(const PluginCall& call) noexcept;
  InsidePlugin(const InsidePlugin&) = delete;
  InsidePlugin& operator=(const InsidePlugin&) = delete;
  ~InsidePlugin();

 private:
  const PluginCall outer_;
};

// Of the calling thread; without a tag: it is outside. For signal handlers, too.
PluginCall current_plugin_call() noexcept;

// A call that runs on some thread. The number differs for each call of a thread.
struct RunningCall {
  PluginCall call;
  pid_t thread = 0;
  std::uint64_t number = 0;
};
void visit_running_calls(const std::function<void(const RunningCall&)>& see);

}  // namespace jackfield::loader
