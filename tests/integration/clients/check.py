#!/usr/bin/env python3
"""Lets one official client do its work against an embedded gateway, and looks at what came of it.

  check.py --clients FOLDER --check NAME -- GATEWAY_COMMAND...

The gateway command is given `--listen 127.0.0.1:0 --address-file FILE --log-level debug`. Exit code 77: the client does
not run on this machine.
"""

import argparse
import contextlib
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
MODEL = HERE / "greet.bpmn"
LONGEST = 45  # seconds for one command of a client
NOT_HERE = 77


class Failed(Exception):
    pass


def expect(is_true, what):
    if not is_true:
        raise Failed(what)


def wait_until(condition, what, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise Failed(f"waited {seconds} s for {what}")


def stop(process):
    process.terminate()
    try:
        return process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        raise Failed(f"{process.args[0]} did not stop within 10 s") from None


class Gateway:
    """The embedded gateway as a process of its own."""

    def __init__(self, command, folder):
        self.log_file = folder / "gateway.log"
        address_file = folder / "address"
        arguments = [*command, "--listen", "127.0.0.1:0", "--address-file", str(address_file), "--log-level", "debug"]
        with self.log_file.open("w") as log:
            self.process = subprocess.Popen(arguments, stdout=log, stderr=log)
        self.address = wait_until(lambda: self.read(address_file), "the gateway's address")

    def read(self, address_file):
        if self.process.poll() is not None:
            raise Failed(f"the gateway ended with {self.process.returncode}")
        return address_file.read_text().strip() if address_file.exists() else ""

    def log(self):
        return self.log_file.read_text()

    def has_logged(self, event, worker=""):
        return re.search(f'event="{event}".*type=greet worker={worker}', self.log()) is not None


class Zbctl:
    """The official command line client, written in Go."""

    def __init__(self, clients, gateway):
        if platform.machine() != "x86_64":
            sys.exit(NOT_HERE)
        self.binary = clients / "node_modules/zbctl/bin/zbctl-cli.linux"
        self.binary.chmod(0o755)
        self.globals = ["--insecure", "--address", gateway.address]

    def command(self, *arguments):
        return [str(self.binary), *arguments, *self.globals]

    def run(self, *arguments):
        return run(self.command(*arguments))

    @contextlib.contextmanager
    def worker(self, folder, *options):
        handler = f"{sys.executable} {HERE / 'handler.py'}"
        command = self.command("create", "worker", "greet", "--handler", handler, "--name", "go", *options)
        with (folder / "worker.log").open("w") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield process
            expect(process.poll() is None, "the worker ended: " + (folder / "worker.log").read_text())
        finally:
            stop(process)


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST)
    expect(done.returncode == 0, f"{command[0]} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def zbctl_status(gateway, clients, _):
    status = Zbctl(clients, gateway).run("status")
    expect("Cluster size: 1" in status and "Partition 1 : Leader, Healthy" in status, status)


def zbctl_worker(gateway, clients, folder, *options, event):
    zbctl = Zbctl(clients, gateway)
    deployed = json.loads(zbctl.run("deploy", "resource", str(MODEL)))
    expect(deployed["deployments"][0]["process"]["bpmnProcessId"] == "greet", deployed)
    with zbctl.worker(folder, *options):
        if event == "job pushed":
            wait_until(lambda: gateway.has_logged("stream opened", "go"), "the worker's stream")
        person = json.dumps({"person": {"name": "go"}})
        result = json.loads(zbctl.run("create", "instance", "greet", "--variables", person, "--withResult"))
    answer = json.loads(result["variables"])
    expect(answer == {"answer": "hello go", "person": {"name": "go"}}, answer)
    expect(gateway.has_logged(event, "go"), f"expected \"{event}\" in the gateway's log")


def zbctl_poll(gateway, clients, folder):
    zbctl_worker(gateway, clients, folder, event="job activated")


def zbctl_stream(gateway, clients, folder):
    zbctl_worker(gateway, clients, folder, "--streamEnabled", event="job pushed")


def zbctl_commands(gateway, clients, _):
    """A job by hand: fail it for good, see the incident resolved, complete it; then a cancelled instance."""
    zbctl = Zbctl(clients, gateway)
    zbctl.run("deploy", "resource", str(MODEL))
    activate = ("activate", "jobs", "greet", "--worker", "go", "--maxJobsToActivate", "1")
    zbctl.run("create", "instance", "greet", "--variables", json.dumps({"person": {"name": "x"}}))
    job = json.loads(zbctl.run(*activate))["jobs"][0]
    expect(json.loads(job["variables"])["name"] == "x" and job["retries"] == 3, job)
    zbctl.run("fail", "job", job["key"], "--retries", "0", "--errorMessage", "on purpose")
    incident = wait_until(lambda: re.search(r"incident=(\d+) type=JOB_NO_RETRIES", gateway.log()), "the incident")
    zbctl.run("update", "retries", job["key"], "--retries", "2")
    zbctl.run("resolve", "incident", incident.group(1))
    job = json.loads(zbctl.run(*activate))["jobs"][0]
    expect(job["retries"] == 2, job)
    zbctl.run("complete", "job", job["key"], "--variables", '{"greeting": "hi"}')
    wait_until(lambda: "instance completed" in gateway.log(), "the instance")
    created = json.loads(zbctl.run("create", "instance", "greet"))
    zbctl.run("cancel", "instance", created["processInstanceKey"])


def script(gateway, command, mode, name, event):
    """Runs a client's script, which starts the instance only when told to: once its stream is open, if it is to be pushed."""
    arguments = [*command, gateway.address, str(MODEL), mode]
    process = subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        if mode == "stream":
            wait_until(lambda: gateway.has_logged("stream opened") or process.poll() is not None, "the script's stream")
        output = process.communicate("go\n", timeout=LONGEST)[0]
    finally:
        process.kill()
    expect(process.returncode == 0, f"{command[0]} ended with {process.returncode}: {output}")
    results = [line for line in output.splitlines() if line.startswith("RESULT ")]
    expect(len(results) == 1, "expected one result, got: " + output)
    answer = json.loads(results[0].removeprefix("RESULT "))
    expect(answer == {"answer": f"hello {name}", "person": {"name": name}}, answer)
    expect(gateway.has_logged(event), f"expected \"{event}\" in the gateway's log")


def node(gateway, clients, mode, event):
    os.environ["NODE_PATH"] = str(clients / "node_modules")
    script(gateway, ["node", str(HERE / "node_worker.js")], mode, "node", event)


def pyzeebe(gateway, clients, mode, event):
    command = [str(clients / "python/bin/python"), str(HERE / "pyzeebe_worker.py")]
    script(gateway, command, mode, "python", event)


CHECKS = {
    "zbctl_status": zbctl_status,
    "zbctl_poll": zbctl_poll,
    "zbctl_stream": zbctl_stream,
    "zbctl_commands": zbctl_commands,
    "node_poll": lambda gateway, clients, _: node(gateway, clients, "poll", "job activated"),
    "node_stream": lambda gateway, clients, _: node(gateway, clients, "stream", "job pushed"),
    "pyzeebe_poll": lambda gateway, clients, _: pyzeebe(gateway, clients, "poll", "job activated"),
    "pyzeebe_stream": lambda gateway, clients, _: pyzeebe(gateway, clients, "stream", "job pushed"),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=pathlib.Path, required=True)
    parser.add_argument("--check", choices=CHECKS, required=True)
    parser.add_argument("gateway", nargs="+")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        gateway = Gateway(arguments.gateway, folder)
        try:
            CHECKS[arguments.check](gateway, arguments.clients, folder)
            expect(stop(gateway.process) == 0, "the gateway did not end with exit code 0")
        except (Failed, subprocess.TimeoutExpired) as error:
            print(f"{arguments.check}: {error}\n\ngateway's log:\n{gateway.log()}", file=sys.stderr)
            return 1
        finally:
            if gateway.process.poll() is None:
                gateway.process.kill()
                gateway.process.wait()
    return 0


sys.exit(main())
