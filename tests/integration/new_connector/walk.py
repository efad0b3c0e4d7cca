#!/usr/bin/env python3
"""Walks from `jackfield new connector` to a completed job, typing what it prints and nothing else.

  walk.py --source DIR --jackfield FILE --work DIR --language c|cpp|rust|go|zig

Only ports are taken out of its hands, through the environment, so that tests do not meet. Exit code 77: the language's
tools are not here.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "plugins/examples"))
import toolchains  # noqa: E402

NAME = "order-notes"
LONGEST = 60  # seconds for a process instance to complete


def printed_commands(text):
    """{purpose: command} of what the verb prints, and the command that goes into the folder."""
    pairs = re.findall(r"^(\S.*)\n  (\S.*)$", text, re.MULTILINE)
    folder = re.search(r"^  (cd .*)$", text, re.MULTILINE)
    toolchains_wanted = {"build", "test"}
    commands = dict(pairs)
    if folder is None or not toolchains_wanted <= commands.keys():
        raise toolchains.Failed(f"it does not say what to type:\n{text}")
    return folder.group(1), commands


def find(commands, word):
    found = [line for line in commands.values() if re.search(rf"jackfield {word}\b", line)]
    if len(found) != 1:
        raise toolchains.Failed(f"expected one command with \"{word}\", found {found}")
    return found[0]


class Background:
    """A command in another terminal."""

    def __init__(self, command, folder, environment):
        self.log = folder / f"{len(command)}.log"
        self.output = self.log.open("w")
        self.process = subprocess.Popen(f"exec {command}", cwd=folder, env=environment, shell=True, stdout=self.output,
                                        stderr=subprocess.STDOUT)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.output.close()
        return self.log.read_text()


def wait_for_text(path, process, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if path.exists() and path.read_text().strip():
            return path.read_text().strip()
        time.sleep(0.02)
    raise toolchains.Failed(f"nothing came to {path}")


def complete_a_job(commands, folder, environment):
    """Runs the gateway in one terminal and the host in another until the process instance is over."""
    address_file = folder / "address"
    gateway_environment = dict(environment, JACKFIELD_DEV_LISTEN="127.0.0.1:0", JACKFIELD_DEV_EXIT_WHEN_DONE="true",
                               JACKFIELD_DEV_ADDRESS_FILE=str(address_file), JACKFIELD_LOG_LEVEL="error")
    gateway = Background(find(commands, "dev"), folder, gateway_environment)
    host = None
    try:
        address = wait_for_text(address_file, gateway.process)
        host = Background(find(commands, "run"), folder, dict(
            environment, JACKFIELD_GATEWAY_ADDRESS=f"http://{address}", JACKFIELD_ADMIN_ENABLED="false"))
        code = gateway.process.wait(LONGEST)
    finally:
        said = gateway.stop()
        host_said = host.stop() if host else ""
    if code != 0 or '"words":6' not in said:
        raise toolchains.Failed(f"the instance ended otherwise ({code}):\n{said}\n{host_said}")


def refuses_bad_input(commands, folder, environment):
    """The schema that came along is held against the input, with the path in the message."""
    command = re.sub(r"--variables '.*'", "--variables '{\"text\": 7}'", find(commands, "try"))
    said = subprocess.run(command, cwd=folder, env=environment, shell=True, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
    if "Property: text:" not in said or "FailJob" not in said or not re.search(r"retries\s+0", said):
        raise toolchains.Failed(f"expected an input error that names the text:\n{said}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--jackfield", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--language", required=True)
    arguments = parser.parse_args()

    work = arguments.work / arguments.language
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    environment = toolchains.provide(arguments.language, arguments.source, arguments.work)
    said = toolchains.run([arguments.jackfield, "new", "connector", NAME, "--lang", arguments.language], work,
                          environment, shell=False)
    go_there, commands = printed_commands(said)
    folder = pathlib.Path(toolchains.run(f"{go_there} && pwd", work, environment).strip())
    toolchains.run(commands["build"], folder, environment)
    toolchains.run(commands["test"], folder, environment)
    for purpose, command in commands.items():
        if re.search(r"jackfield (check|try)\b", command):
            print(f"{purpose}: {toolchains.run(command, folder, environment)}")
    refuses_bad_input(commands, folder, environment)
    complete_a_job(commands, folder, environment)


toolchains.main(main)
