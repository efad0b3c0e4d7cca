#!/usr/bin/env python3
"""Builds the C and the C++ example for Windows with mingw-w64 and looks at what came out: one export, and the manifest in
the section .jfmeta as the host would read it there. Nothing is run.

  cross_build.py --source DIR --work DIR

Exit code 77: there is no mingw-w64 here (Debian: g++-mingw-w64-x86-64-posix).
"""

import argparse
import json
import pathlib
import re
import shutil
import struct
import subprocess
import sys

PREFIX = "x86_64-w64-mingw32-"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]


def run(*command):
    done = subprocess.run(command, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(f"FAILED: {' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def resources_of(folder):
    """The table of files, as an author writes it."""
    media_types = {".json": "application/json", ".md": "text/markdown"}
    names = ["README.md", "schema/text_statistics.json", "templates/text_statistics.json"]
    return "\n".join(f'JF_RESOURCE("{name}", "{media_types[pathlib.Path(name).suffix]}", "{folder / name}")'
                     for name in names)


def embedding_source(folder, work):
    source = work / "embedded.c"
    source.write_text(f'#include "jackfield/embed.h"\nJF_EMBED("{folder / "manifest.json"}",\n{resources_of(folder)})\n'
                      f'JF_EMBED_BUILD_INFO("{folder / "schema/text_statistics.json"}")\n')
    return source


def exports_of(dll):
    table = run(PREFIX + "objdump", "-p", dll).split("[Ordinal/Name Pointer] Table", 1)[1]
    return re.findall(r"^\s*(?:\[\s*\d+\])+(?: \+base\[\s*\d+\] [0-9a-f]+)? (\w+)$", table, re.MULTILINE)


def records_of(dll, work):
    """The records of the section: [(owner, type, content), …]."""
    raw = work / "jfmeta"
    run(PREFIX + "objcopy", "-O", "binary", "--only-section=.jfmeta", dll, raw)
    data, at, records = raw.read_bytes(), 0, []
    while at + 12 <= len(data):
        owner_size, size, kind = struct.unpack_from("<3I", data, at)
        if owner_size == 0:
            break  # the section is padded with zeros
        owner = data[at + 12:at + 12 + owner_size].rstrip(b"\0").decode()
        begin = at + 12 + (owner_size + 3) // 4 * 4
        records.append((owner, kind, data[begin:begin + size]))
        at = begin + (size + 3) // 4 * 4
    return records


def expect(is_true, what):
    if not is_true:
        sys.exit(f"FAILED: {what}")


def look_at(dll, folder, work):
    expect(exports_of(dll) == ["jf_plugin_entry_v1"], f"{dll} exports {exports_of(dll)}")
    records = records_of(dll, work)
    expect([it[:2] for it in records] == [("Jackfield", 1), ("Jackfield", 2)], f"{dll} has the records {records}")
    expect(records[0][2] == (folder / "manifest.json").read_bytes(), f"{dll} has another manifest")
    json.loads(records[0][2])


def build_c(source, work):
    folder = source / "examples/plugins/c"
    dll = work / "text_statistics_c.dll"
    sources = [folder / name for name in ("plugin.c", "text_statistics.c", "json.c", "pauses.c")]
    run(PREFIX + "gcc-posix", "-std=c11", "-O2", *WARNINGS, "-I", source / "plugin-api/include", *sources,
        embedding_source(folder, work), "-shared", "-o", dll)
    look_at(dll, folder, work)


def build_cpp(source, work):
    folder = source / "examples/plugins/cpp"
    dll = work / "text_statistics_cpp.dll"
    # The JSON library has only headers; the system's others are not for Windows.
    (work / "include").mkdir()
    (work / "include/nlohmann").symlink_to("/usr/include/nlohmann")
    include = ["-I", source / "plugin-api/include", "-isystem", work / "include"]
    run(PREFIX + "gcc-posix", "-O2", *include, "-c", embedding_source(folder, work), "-o", work / "embedded.o")
    run(PREFIX + "g++-posix", "-std=c++17", "-O1", *WARNINGS, *include, folder / "text_statistics.cpp",
        work / "embedded.o", "-shared", "-static-libgcc", "-static-libstdc++", "-o", dll)
    look_at(dll, folder, work)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    if shutil.which(PREFIX + "g++-posix") is None:
        print("skipped: there is no mingw-w64 here (g++-mingw-w64-x86-64-posix)")
        sys.exit(77)
    shutil.rmtree(arguments.work, ignore_errors=True)
    arguments.work.mkdir(parents=True)
    build_c(arguments.source, arguments.work)
    build_cpp(arguments.source, arguments.work)


main()
