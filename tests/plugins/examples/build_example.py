#!/usr/bin/env python3
"""Builds one example as its read-me says, runs its own tests, and holds the plugin against the expectations of all.

  build_example.py --source DIR --build DIR --work DIR --language c|cpp|rust|go|zig

Exit code 77: the language's tools are not here.
"""

import argparse
import pathlib
import shutil

import toolchains


def build(arguments, language, work):
    example = arguments.source / "examples/plugins" / language
    folder = work / language
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns("build", "target", ".zig-cache", "*.so"))
    environment = toolchains.provide(language, arguments.source, work)
    environment["PREFIX"] = str(arguments.build)
    commands = toolchains.commands_in((folder / "README.md").read_text())
    toolchains.run(commands["build"], folder, environment)
    toolchains.run(commands["test"], folder, environment)
    return folder, environment


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--language", required=True)
    arguments = parser.parse_args()

    folder, environment = build(arguments, arguments.language, arguments.work)
    plugins = toolchains.plugin_files(folder / {"rust": "target/release", "zig": "."}.get(arguments.language, "build"))
    if len(plugins) != 1:
        raise toolchains.Failed(f"expected one plugin, found {plugins}")
    toolchains.expect_one_export(plugins[0])
    environment["EXAMPLE_PLUGIN"] = str(plugins[0])
    environment["EXAMPLE_TYPE"] = "example:text-statistics:1"
    print(toolchains.run(str(arguments.build / "bin/example_expectations"), folder, environment))


toolchains.main(main)
