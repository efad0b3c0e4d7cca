#pragma once

// The other side of a probe (loader/probe.hpp): loads one plugin file and reports how that went.
//
// Runs in a process of its own, which it limits before it touches the file: 1 GiB of address space, two seconds of
// processor time, 64 descriptors, no core. The plugin sees a host with the flag JF_HOST_PROBE whose services do
// nothing.

#include <span>
#include <string>
#include <string_view>

namespace jackfield::loader {

// The first argument that makes a program the child of a probe.
inline constexpr std::string_view kProbeVerb = "--probe";

// How the report is made up: one line per step when it begins, one line with the verdict as JSON.
inline constexpr std::string_view kProbeStep = "step ";
inline constexpr std::string_view kProbeVerdict = "verdict ";
inline constexpr std::string_view kProbeActiveStep = "while the one that serves was loaded";

// `files`: the copy to try; perhaps the copy it will live beside, or nothing in its place; perhaps its configuration.
// Ends the process.
[[noreturn]] void run_probe_child(std::span<const std::string> files) noexcept;

}  // namespace jackfield::loader
