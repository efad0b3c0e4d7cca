#pragma once

// JF_PLUGIN(jf::connectors<A, B>("type-a", "type-b")): defines the plugin's one exported function. Use it once, at
// namespace scope. The manifest is embedded separately, by jackfield_add_plugin or JF_EMBED.

#include "jackfield/embed.h"
#include "jackfield/sdk/generation.hpp"

#include <array>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

JF_SDK_BEGIN

// The connector classes of a plugin with the job type each serves. The types must be literals.
template <class... Connectors>
class connectors {
 public:
  template <class... Types>
  explicit constexpr connectors(Types... types) : types_{std::string_view(types)...} {
    static_assert(sizeof...(Types) == sizeof...(Connectors), "one job type per connector");
  }

  // One new object of each class.
  std::vector<generation::served_type> make() const {
    std::vector<generation::served_type> made;
    made.reserve(sizeof...(Connectors));
    std::size_t next = 0;
    (made.push_back({types_[next++], std::make_unique<Connectors>()}), ...);
    return made;
  }

 private:
  std::array<std::string_view, sizeof...(Connectors)> types_;
};

// The body of create. make() gives the connectors.
template <class Make>
jf_status create_generation(const jf_host* host, jf_str config, const jf_plugin** out, const jf_sink* err, Make make) {
  return guarded(err, [&] {
    if (host->abi_major != JF_ABI_MAJOR) throw service_error("host offers another ABI major", JF_ERR_UNSUPPORTED);
    auto made = std::make_unique<generation>(*host, make());
    made->configure(to_view(config));
    *out = made.release()->table();
  });
}

JF_SDK_END

// The entry is one constant; create is a function without captures that makes the connectors anew each time.
#define JF_PLUGIN(...)                                                                                 \
  extern "C" JF_EXPORT const jf_plugin_entry* JF_CALL jf_plugin_entry_v1(void) {                       \
    static const jf_plugin_entry entry = {                                                             \
        sizeof(jf_plugin_entry),                                                                       \
        JF_ABI_MAJOR,                                                                                  \
        JF_ABI_MINOR,                                                                                  \
        0,                                                                                             \
        JF_LAYOUT,                                                                                     \
        jf_plugin_manifest,                                                                            \
        jf_plugin_resources,                                                                           \
        jf_plugin_resource_count,                                                                      \
        0,                                                                                             \
        [](const jf_host* host, jf_str config, const jf_plugin** out, const jf_sink* err) {            \
          return ::jf::create_generation(host, config, out, err, [] { return (__VA_ARGS__).make(); }); \
        }};                                                                                            \
    return &entry;                                                                                     \
  }
