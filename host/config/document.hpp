#pragma once

// Turns arguments, environment and files into typed values with their origin; the only reader of the environment.
//
// A table of keys says what may be set. read() collects what was set, from the weakest source to the strongest:
// default, file, environment, argument. Every value remembers where it came from, and every failure says so.
//
//   Result<Document> document = read({.command = "run", .table = kTable, .arguments = args});
//   Result<milliseconds> timeout = as_duration(document->at("worker.job-timeout"));
//
// Life: read once at start, then constant. Threads: any, once read.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace jackfield::config {

// One row of the table. Texts are string literals.
//
// A part of the name in angle brackets makes the key a family, with one value for each member that is named:
// "limits.types.<type>.rate" is `limits: {types: {"a:b:1": {rate: 5}}}` in the file and
// JACKFIELD_LIMITS_TYPES_A_B_1_RATE in the environment. It has no argument, no default and no list.
struct Key {
  std::string_view name;      // "gateway.address": path in the YAML file; JACKFIELD_GATEWAY_ADDRESS in the environment
  std::string_view argument;  // "--gateway", or without dashes a positional one; empty: not an argument
  std::string_view placeholder;  // "ADDRESS": what help shows for the value
  std::string_view fallback;     // the default, as text; empty: none
  std::string_view help;         // one sentence without a full stop
  // Names that the Java runtime has for it, strongest first: those in use and those it has given up, which are taken
  // with a note. In any of their forms, in the environment and in files: config/names.hpp.
  std::vector<std::string_view> properties = {};
  std::vector<std::string_view> old_names = {};
  std::vector<std::string_view> aliases = {};  // other variables of the environment that mean it, strongest first
  bool is_list = false;                        // arguments repeat, text is split at commas, YAML takes a sequence
  bool has_commas = false;                     // of a list: its texts may hold commas and are not split
  bool is_flag = false;                        // the argument may stand without a value, which means true
  bool is_secret = false;                      // masked wherever settings are shown
  bool may_be_empty = false;                   // an empty variable of another runtime is a value, not the lack of one

  bool is_family() const noexcept { return name.find('<') != std::string_view::npos; }
};
using Table = std::span<const Key>;

struct Value {
  const Key* key = nullptr;
  std::vector<std::string> texts;  // one, unless the key is a list
  std::string origin;              // "--gateway", "ZEEBE_ADDRESS", "jackfield.yaml:12", "default"
  std::string member = {};         // of a family: as it stands in variables, "A_B_1"

  bool is_set() const noexcept { return !texts.empty(); }
  std::string_view text() const noexcept { return texts.empty() ? std::string_view{} : texts.front(); }
};

// What a reader of settings should hear of although nothing is wrong with it.
struct Note {
  enum class Kind { OldName, Ignored };
  Kind kind = Kind::Ignored;
  std::string text;  // for people, with the name and where it stands
};

class Document {
 public:
  // Every key of the table but a family has a value, perhaps an unset one. An unknown name is a bug.
  const Value& at(std::string_view name) const;

  // What was set of a family, by member.
  using Members = std::map<std::string, Value, std::less<>>;
  const Members& members(std::string_view name) const;

  void set(Value value);

  // One value of a list, by its place; `origin` counts as the list's.
  void set_item(Value value, std::size_t at);

  void note(Note note) { notes_.push_back(std::move(note)); }
  const std::vector<Note>& notes() const noexcept { return notes_; }

 private:
  std::map<std::string_view, Value> values_;
  std::map<std::string_view, Members> families_;
  std::vector<Note> notes_;
};

// Name and value of each variable; of this process, or of a test.
using Environment = std::map<std::string, std::string, std::less<>>;
Environment process_environment();

// Those of SPRING_PROFILES_ACTIVE, in their order.
std::vector<std::string> active_profiles(const Environment& environment);

// Where the Java runtime would look for its settings, as far as there are files, weakest first: application.yaml, .yml
// and .properties, and those of active profiles, in `folder`, its config/, and where SPRING_CONFIG_LOCATION (instead)
// or SPRING_CONFIG_ADDITIONAL_LOCATION say.
std::vector<std::filesystem::path> application_files(const Environment& environment,
                                                     const std::filesystem::path& folder);

struct Sources {
  Table table;
  std::vector<std::string> arguments;  // without program and verb
  Environment environment;
  std::vector<std::filesystem::path> files = {};  // YAML or .properties, weakest first; a missing one is a failure
};

// Refuses unknown arguments, unknown JACKFIELD_ variables and unknown keys of ours in files, naming the nearest known
// one. Properties of the Java runtime that mean nothing here are noted.
//
// Texts of files and of JACKFIELD_ variables may hold ${NAME}, ${NAME:-text} and ${NAME:text}, taken from the
// environment; JACKFIELD_…_FILE names a file that holds the value.
Result<Document> read(const Sources& sources);

// The variable of a key: "worker.max-jobs-active" → "JACKFIELD_WORKER_MAX_JOBS_ACTIVE". For people, of a family:
// "JACKFIELD_LIMITS_TYPES_<type>_RATE".
std::string variable_of(const Key& key);

// What --help shows: one block per key with its default and its variables.
std::string help(std::string_view usage, std::string_view summary, Table table);

// The same as a page in Markdown, a section for each first part of names.
std::string reference(Table table);

// JSON Schema of a settings file with our names.
std::string schema(Table table);

// Typed reading. A failure names key, origin, text and what was expected. Unset is a failure, too.
Result<std::string> as_text(const Value& value);
Result<bool> as_flag(const Value& value);  // true/false, on/off, yes/no, 1/0
Result<std::uint64_t> as_number(const Value& value, std::uint64_t least, std::uint64_t most);
Result<milliseconds> as_duration(const Value& value);  // 500ms, 30s, 5m, 1h, PT30S, or milliseconds

}  // namespace jackfield::config
