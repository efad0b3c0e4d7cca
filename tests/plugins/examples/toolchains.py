"""Which compilers are here, and the commands of a read-me. For the tests of examples and of `jackfield new`."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

SKIPPED = 77


class Failed(Exception):
    pass


class Missing(Exception):
    """A tool that this machine does not have."""


def need(program):
    path = shutil.which(program)
    if path is None:
        raise Missing(f"{program} is not installed")
    return path


def is_new_enough(command, least):
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)\.(\d+)", said)
    return found is not None and tuple(map(int, found.groups())) >= least, said.strip()


def provide(language, source, work):
    """The environment to build this language in. Raises Missing with the reason."""
    environment = dict(os.environ)
    need("cmake" if language in ("c", "cpp") else "cc")
    if shutil.which("ccache"):
        environment["CMAKE_C_COMPILER_LAUNCHER"] = environment["CMAKE_CXX_COMPILER_LAUNCHER"] = "ccache"
    if language == "rust":
        need("cargo")
        fits, said = is_new_enough([need("rustc"), "--version"], (1, 63))
        if not fits:
            raise Missing(f"Rust 1.63 is needed, this is {said}")
        environment["CARGO_NET_OFFLINE"] = "true"
    if language == "go":
        fits, said = is_new_enough([need("go"), "version"], (1, 19))
        if not fits:
            raise Missing(f"Go 1.19 is needed, this is {said}")
        environment["GOTOOLCHAIN"] = "local"
    if language == "zig":
        zig = find_zig(source)
        fits, said = is_new_enough([zig, "version"], (0, 15))
        if not fits or is_new_enough([zig, "version"], (0, 17))[0]:
            raise Missing(f"Zig 0.15 or 0.16 is needed, this is {said}")
        environment["PATH"] = f"{pathlib.Path(zig).parent}:{environment['PATH']}"
        environment["ZIG_GLOBAL_CACHE_DIR"] = str(work / "zig-cache")
    return environment


def find_zig(source):
    """On the path, or where scripts/setup --languages puts it."""
    ours = source / "build/languages/bin/zig"
    return str(ours) if ours.exists() else need("zig")


def run(command, folder, environment, shell=True):
    """Runs a command and gives its output."""
    done = subprocess.run(command, cwd=folder, env=environment, shell=shell, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise Failed(f"{command}\nended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def commands_in(text):
    """The commands below each comment of the first shell block: {"build": "cmake …", …}."""
    block = re.search(r"```sh\n(.*?)```", text, re.DOTALL)
    found, title = {}, None
    for line in block.group(1).splitlines():
        if line.startswith("# "):
            title = line[2:]
        elif title is not None and line:
            found[title] = line
    return found


def plugin_files(folder):
    return [path for path in pathlib.Path(folder).glob("*.so") if path.is_file()]


def expect_one_export(plugin):
    exported = [line.split()[-1] for line in
                run(f"nm -D --defined-only '{plugin}'", ".", dict(os.environ)).splitlines()]
    if exported != ["jf_plugin_entry_v1"]:
        raise Failed(f"{plugin} exports {exported}")


def main(body):
    """Runs a test and turns what it raises into an exit code."""
    try:
        body()
    except Missing as missing:
        print(f"skipped: {missing}")
        sys.exit(SKIPPED)
    except Failed as failed:
        print(f"FAILED: {failed}")
        sys.exit(1)
