#!/usr/bin/env bash
# Installs the plugin package, builds the example of docs/plugin-authors.md with it in two ways, and runs what came out.
#
#   build_outside_the_tree.sh <source dir> <build dir> <work dir> <c++ compiler>
set -euo pipefail
source_dir=$1 build_dir=$2 work=$3 cxx=$4
doc=$source_dir/docs/plugin-authors.md
prefix=$work/prefix

fail() { echo "FAILED: $*" >&2; exit 1; }

# block <language> <n>: the n-th fenced block of that language in the document.
block() {
  awk -v fence="\`\`\`$1" -v wanted="$2" '
    $0 == fence { inside = ++seen == wanted; next }
    $0 == "```" { inside = 0 }
    inside' "$doc"
}

# Nothing but the entry is exported, and the manifest is where the host looks for it.
inspect() {
  local exported
  exported=$(nm -D --defined-only "$1" | awk '{print $3}')
  [ "$exported" = jf_plugin_entry_v1 ] || fail "$1 exports: $exported"
  readelf --wide --notes "$1" | grep -q 'Jackfield' || fail "$1 has no note of ours"
  readelf --wide --program-headers "$1" | grep -q ' NOTE ' || fail "$1 has no PT_NOTE"
  readelf --wide --dynamic "$1" | grep -q 'NOW' || fail "$1 is not bound at load time"
  ! readelf --wide --symbols "$1" | grep -q ' UNIQUE ' || fail "$1 has unique symbols"
}

rm -rf "$work"
mkdir -p "$work/project" "$work/by-hand"
cmake --install "$build_dir" --component plugin-api --prefix "$prefix" >"$work/install.log"

block cpp 1 >"$work/project/page_size.cpp"
block json 1 >"$work/project/manifest.json"
block cmake 1 >"$work/project/CMakeLists.txt"
[ "$(wc -l <"$work/project/page_size.cpp")" -le 30 ] || fail "the example has grown beyond 30 lines"
cp "$work/project/page_size.cpp" "$work/project/manifest.json" "$work/by-hand"

echo "with find_package"
cmake -S "$work/project" -B "$work/project/build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$cxx" \
  -DCMAKE_BUILD_TYPE=Release >"$work/configure.log"
cmake --build "$work/project/build" >"$work/build.log" || { cat "$work/build.log"; fail "build with find_package"; }
inspect "$work/project/build/page_size.so"

echo "with pkg-config"
pkgconfig_dir=$(dirname "$(find "$prefix" -name jackfield.pc)")
(cd "$work/by-hand" && PKG_CONFIG_PATH=$pkgconfig_dir bash -euc "g++() { '$cxx' \"\$@\"; }; $(block sh 1)")
inspect "$work/by-hand/page_size.so"

echo "running both"
{
  printf '#undef NDEBUG\n#include <jackfield/sdk/test_host.hpp>\n#include <cassert>\nint main() {\n'
  block cpp 2
  printf '}\n'
} >"$work/try.cpp"
"$cxx" -std=c++17 -Wall -Wextra -Werror -I"$prefix/include" "$work/try.cpp" -ldl -o "$work/try"
(cd "$work/project/build" && "$work/try")
(cd "$work/by-hand" && "$work/try")
