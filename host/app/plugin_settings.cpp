#include "app/plugin_settings.hpp"

#include <fmt/format.h>

#include "app/run_settings.hpp"

namespace jackfield::app {
namespace {

using config::as_duration;
using config::Value;
using S = RunSettings;

config::Key key(std::string_view name, std::string_view placeholder, std::string_view fallback, std::string_view help) {
  return {.name = name, .argument = "", .placeholder = placeholder, .fallback = fallback, .help = help};
}

Failure expected(std::string_view what, const Value& value) {
  return {Fault::InvalidInput, fmt::format("setting \"{}\" from {}: expected {}, got \"{}\"", value.key->name,
                                           value.origin, what, value.text())};
}

Result<void> assign_policy(loader::SignaturePolicy& target, const Value& value) {
  using loader::SignaturePolicy;
  const std::string_view text = value.text();
  if (text == "off") return target = SignaturePolicy::Off, Result<void>();
  if (text == "warn") return target = SignaturePolicy::Warn, Result<void>();
  if (text == "require") return target = SignaturePolicy::Require, Result<void>();
  return expected("off, warn or require", value);
}

Result<void> assign_watch(loader::WatchMode& target, const Value& value) {
  using loader::WatchMode;
  const std::string_view text = value.text();
  if (text == "auto") return target = WatchMode::Automatic, Result<void>();
  if (text == "inotify") return target = WatchMode::Events, Result<void>();
  if (text == "poll") return target = WatchMode::Poll, Result<void>();
  if (text == "off") return target = WatchMode::Off, Result<void>();
  return expected("auto, inotify, poll or off", value);
}

Result<void> assign_on_delete(bool& keeps, const Value& value) {
  if (value.text() != "keep" && value.text() != "unload") return expected("unload or keep", value);
  keeps = value.text() == "keep";
  return {};
}

}  // namespace

std::vector<SettingRow<RunSettings>> plugin_rows() {
  return {
      {key("plugins.hang-limit", "TIME", "1s",
           "how long a connector that must not block may stay in a call before it is moved to the threads that may"),
       [](S& s, const Value& v) { return assign(s.loader.hang_limit, as_duration(v)); }},
      {key("plugins.watch", "auto|inotify|poll|off", "auto",
           "how plugin folders are followed; off: files are read at the start and when an operator asks"),
       [](S& s, const Value& v) { return assign_watch(s.loader.watch, v); }},
      {key("plugins.on-delete", "unload|keep", "unload", "what becomes of a plugin whose file is gone"),
       [](S& s, const Value& v) { return assign_on_delete(s.loader.keeps_deleted, v); }},
      {key("plugins.config-folder", "DIR", "", "where the plugin with the id ID finds its configuration, as ID.json"),
       [](S& s, const Value& v) {
         s.loader.config_folder = std::string(v.text());
         return Result<void>();
       }},
      {key("plugins.signatures", "off|warn|require", "off",
           "what becomes of plugin files that are neither signed with a key nor on the list of hashes"),
       [](S& s, const Value& v) { return assign_policy(s.loader.signatures.policy, v); }},
      {{.name = "plugins.signature-keys",
        .argument = "",
        .placeholder = "FILE",
        .fallback = "",
        .help = "PEM files with the public Ed25519 keys that plugins may be signed with",
        .is_list = true},
       [](S& s, const Value& v) {
         s.loader.signatures.keys = {v.texts.begin(), v.texts.end()};
         return Result<void>();
       }},
      {key("plugins.allowed-hashes", "FILE", "", "list of the SHA-256 of plugin files that are trusted, one a line"),
       [](S& s, const Value& v) {
         s.loader.signatures.allowed_hashes = std::string(v.text());
         return Result<void>();
       }},
  };
}

}  // namespace jackfield::app
