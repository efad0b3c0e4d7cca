#!/usr/bin/env python3
"""Element templates, from the file to the command that the engine gets.

  check.py --check valid|own|camunda|engine --jackfield PROGRAM --plugins FOLDER [--packages FOLDER]

valid    every template of our plugins against the published schema
own      every template of our plugins, applied to a blank model by element-templates-cli with the values of own.json as a
         person would type them, then rehearsed by `jackfield try`
camunda  the inputs that templates of Camunda's bind to our job types (camunda.json), rehearsed likewise
engine   our templates applied one after the other to one model, run by `jackfield dev` and `jackfield run`
"""

import argparse
import concurrent.futures
import contextlib
import copy
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import xml.sax.saxutils

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE.parents[2] / "plugins"
LONGEST = 60  # seconds for one command
SECRETS = "SHOP_TOKEN=s3cret-0f-the-shop\nSERVICE_TOKEN=s3cret-0f-the-service\n"
ESCAPES = {'"': "&quot;", "\n": "&#10;"}


class Failed(Exception):
    pass


def expect(is_true, what):
    if not is_true:
        raise Failed(what)


def run(words, codes=(0,), **options):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=LONGEST, **options)
    expect(done.returncode in codes, f"{words[0]} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def quoted(text):
    return '"' + xml.sax.saxutils.escape(text, ESCAPES) + '"'


def blank_model(elements):
    """Elements (id, kind) one after the other behind a start event, with a drawing, as the command line tool needs."""
    chain = [("Start", "startEvent"), *elements]
    if not chain[-1][1].startswith("end"):
        chain.append(("End", "endEvent"))
    flows = [(f"Flow_{i}", chain[i][0], chain[i + 1][0]) for i in range(len(chain) - 1)]
    body = "".join(f'<bpmn:{kind} id="{name}"/>' for name, kind in chain)
    body += "".join(f'<bpmn:sequenceFlow id="{f}" sourceRef="{a}" targetRef="{b}"/>' for f, a, b in flows)
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{name}_di" bpmnElement="{name}"><dc:Bounds x="{150 * i}" y="80" width="100" height="80"/>'
        "</bpmndi:BPMNShape>"
        for i, (name, _) in enumerate(chain)
    )
    edges = "".join(
        f'<bpmndi:BPMNEdge id="{f}_di" bpmnElement="{f}"><di:waypoint x="{150 * i + 100}" y="120"/>'
        f'<di:waypoint x="{150 * i + 150}" y="120"/></bpmndi:BPMNEdge>'
        for i, (f, _, _) in enumerate(flows)
    )
    omg = "http://www.omg.org/spec"
    return (
        f'<bpmn:definitions xmlns:bpmn="{omg}/BPMN/20100524/MODEL" xmlns:bpmndi="{omg}/BPMN/20100524/DI"'
        f' xmlns:dc="{omg}/DD/20100524/DC" xmlns:di="{omg}/DD/20100524/DI" id="Definitions" targetNamespace="urn:test">'
        f'<bpmn:process id="blank" isExecutable="true">{body}</bpmn:process><bpmndi:BPMNDiagram id="Diagram">'
        f'<bpmndi:BPMNPlane id="Plane" bpmnElement="blank">{shapes}{edges}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
        "</bpmn:definitions>"
    )


def written_model(case):
    """A model as a modeler leaves it behind, with the inputs and headers of a case."""
    inputs = "".join(f"<zeebe:input source={quoted(source)} target={quoted(to)}/>" for to, source in case["inputs"])
    headers = "".join(
        f"<zeebe:header key={quoted(key)} value={quoted(value)}/>" for key, value in case.get("headers", {}).items()
    )
    kind = case.get("element", "serviceTask")
    event = "<bpmn:messageEventDefinition/>" if kind.endswith("Event") else ""
    return (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:test">'
        f'<bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="Start"/><bpmn:{kind} id="Task">'
        f'<bpmn:extensionElements><zeebe:taskDefinition type={quoted(case["jobType"])} retries="3"/>'
        f"<zeebe:ioMapping>{inputs}</zeebe:ioMapping><zeebe:taskHeaders>{headers}</zeebe:taskHeaders>"
        f'</bpmn:extensionElements>{event}</bpmn:{kind}><bpmn:sequenceFlow id="f" sourceRef="Start" targetRef="Task"/>'
        "</bpmn:process></bpmn:definitions>"
    )


def filled_in(template, values):
    """The template with what a person would type in as its defaults, so that its conditions follow from that."""
    template = copy.deepcopy(template)
    by_id = {it["id"]: it for it in template["properties"] if "id" in it}
    for name, value in values.items():
        expect(name in by_id, f"the template has no property \"{name}\"")
        by_id[name]["value"] = value
    return template


def apply(packages, model, template, element, folder):
    template_file = folder / f"{element}.json"
    template_file.write_text(json.dumps(template))
    before, after = folder / f"{element}-before.bpmn", folder / f"{element}-after.bpmn"
    before.write_text(model)
    tool = packages / "node_modules/element-templates-cli/bin/cli.js"
    words = ["--diagram", before, "--template", template_file, "--element", element, "--output", after]
    run(["node", tool, *words])
    return after.read_text()


def kind_before(template):
    """What a template is applied to: a plain element of the family that it is for."""
    return template["appliesTo"][0].removeprefix("bpmn:")[0].lower() + template["appliesTo"][0].removeprefix("bpmn:")[1:]


def contains(whole, part):
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(name in whole and contains(whole[name], value) for name, value in part.items())
    return whole == part


def seen(request):
    """A request of the rehearsal in the form of the cases."""
    body = request["body"]
    with contextlib.suppress(TypeError, ValueError):
        body = json.loads(body) if body[:1] in "{[" else body
    return {**request, "headers": dict(request["headers"]), "body": body}


def rehearse(case, model, arguments, folder):
    file = folder / "model.bpmn"
    file.write_text(model)
    (folder / "secrets").write_text(SECRETS)
    words = [arguments.jackfield, "try", file, "--element", "Task", "--plugins", arguments.plugins, "--json"]
    words += ["--variables", json.dumps(case.get("variables", {})), "--secrets", folder / "secrets"]
    for answer in case.get("mock", []):
        body = answer.get("body")
        text = {"body": json.dumps(body)} if isinstance(body, (dict, list)) else {}
        words += ["--mock", json.dumps({**answer, **text})]
    report = json.loads(run(words, codes=(0, 1)))
    expect("incident" not in report, f"incident: {report.get('incident')}")
    if "input" in case:
        expect(report["input"] == case["input"], f"input of the connector: {report['input']}")
    expected, requests = case.get("requests", []), [seen(request) for request in report["requests"]]
    expect(len(expected) == len(requests), f"requests: {requests}; {report.get('answer')}")
    for wanted, sent in zip(expected, requests):
        expect(contains(sent, wanted), f"request: expected {wanted}, sent {sent}")
    command = report["command"] or {}
    if "completes" in case:
        expect(command.get("variables") == case["completes"] and command["name"] == "CompleteJob", f"command: {command}")
    elif "throws" in case:
        expect((command.get("name"), command.get("errorCode")) == ("ThrowError", case["throws"]), f"command: {command}")
    else:
        expect(command.get("name") == "FailJob" and case["fails"] in command["errorMessage"], f"command: {command}")


def all_templates():
    return sorted(SOURCES.glob("*/templates/*.json"))


def valid(arguments):
    os.environ["NODE_PATH"] = str(arguments.packages / "node_modules")
    run(["node", HERE / "validate.js", *all_templates()])
    for file in all_templates():
        manifest = json.loads((file.parents[1] / "manifest.json").read_text())
        named = [name for connector in manifest["connectors"] for name in connector.get("templates", [])]
        expect(f"templates/{file.name}" in named, f"{file}: the manifest does not name it")
        expect(json.loads(file.read_text()).get("icon"), f"{file}: it has no icon")


def each(cases, work):
    """All cases, two at a time; every one that fails is told."""

    def attempt(case):
        with tempfile.TemporaryDirectory() as name:
            try:
                work(case, pathlib.Path(name))
            except Failed as error:
                return f"{case['name']}: {error}"
        return None

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        failures = [failure for failure in pool.map(attempt, cases) if failure]
    expect(not failures, "\n".join(failures))
    expect(cases, "there are no cases")


def own(arguments):
    cases = json.loads((HERE / "own.json").read_text())
    unused = {str(file.relative_to(SOURCES)) for file in all_templates()} - {case["template"] for case in cases}
    expect(not unused, f"no case for {sorted(unused)}")

    def work(case, folder):
        template = filled_in(json.loads((SOURCES / case["template"]).read_text()), case["values"])
        model = blank_model([("Task", kind_before(template))])
        rehearse(case, apply(arguments.packages, model, template, "Task", folder), arguments, folder)

    each(cases, work)


def camunda(arguments):
    cases = json.loads((HERE / "camunda.json").read_text())
    each(cases, lambda case, folder: rehearse(case, written_model(case), arguments, folder))


class Endpoint(http.server.BaseHTTPRequestHandler):
    """Answers every request with what it says of itself."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        answer = json.dumps({"authorization": self.headers.get("Authorization"), "body": json.loads(body)}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def process(words, log):
    with log.open("w") as output:
        environment = {**os.environ, "SERVER_PORT": "0"}
        child = subprocess.Popen([str(word) for word in words], stdout=output, stderr=output, env=environment)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def wait_for(condition, what):
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise Failed(f"waited {LONGEST} s for {what}")


def engine(arguments):
    """Our templates in one process: REST, CSV to text, back to records, and messages that nobody waits for."""
    steps = [
        ("Ask", "http/templates/http-json.json", {
            "authentication.type": "basic", "authentication.username": "ann",
            "authentication.password": "SPEC_PASSWORD_EMPTY_PATTERN", "method": "POST", "url": "=endpoint",
            "body": "={people: people}", "resultExpression": "={asked: response.body}"}),
        ("Write", "csv/templates/csv.json", {
            "operation": "writeCsv", "write.data": "=asked.body.people", "format.headers": '=["name", "age"]',
            "write.format.skipHeaderRecord": False, "resultExpression": "={csv: response.content}"}),
        ("Read", "csv/templates/csv.json", {
            "readSource": "text", "read.data": "=csv", "recordMapper": "={name: upper case(record.name), age: number(record.age)}",
            "resultExpression": "={read: response.records}"}),
        ("Echo", "echo/templates/echo.json", {"resultExpression": "={count: count(response.read)}"}),
        ("Tell", "message/templates/send-message-send-task.json", {
            "messageName": "told", "correlationKey": "=string(count)", "resultExpression": "={told: response.messageKey > 0}"}),
        ("Throw", "message/templates/send-message-throw-event.json", {"messageName": "thrown", "correlationKey": "k"}),
        ("End", "message/templates/send-message-end-event.json", {
            "messageName": "ended", "correlationKey": "k", "resultVariable": "ended"}),
    ]
    with tempfile.TemporaryDirectory() as name, http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        folder = pathlib.Path(name)
        templates = {element: filled_in(json.loads((SOURCES / file).read_text()), values) for element, file, values in steps}
        model = blank_model([(element, kind_before(template)) for element, template in templates.items()])
        for element, template in templates.items():
            model = apply(arguments.packages, model, template, element, folder)
        (folder / "all.bpmn").write_text(model)
        people = [{"name": "Ann", "age": 41}, {"name": "Bob, jr.", "age": 7}]
        variables = {"endpoint": f"http://127.0.0.1:{server.server_port}/", "people": people}
        address = folder / "address"
        dev = [arguments.jackfield, "dev", folder / "all.bpmn", "--listen", "127.0.0.1:0", "--address-file", address]
        dev += ["--log-level", "warn", "--start", "blank", "--variables", json.dumps(variables), "--exit-when-done"]
        with process(dev, folder / "dev.log") as gateway:
            wait_for(lambda: address.exists() and address.read_text().strip(), "the gateway's address")
            worker = [arguments.jackfield, "run", "--gateway", f"http://{address.read_text().strip()}"]
            worker += ["--plugins", arguments.plugins, "--log-level", "warn"]
            with process(worker, folder / "run.log"):
                wait_for(lambda: gateway.poll() is not None, "the instance; " + (folder / "run.log").read_text())
        server.shutdown()
        said = (folder / "dev.log").read_text()
        pairs = [line.strip().split(" = ", 1) for line in said.splitlines() if line.startswith("  ")]
        expect(" completed" in said, f"{said}{(folder / 'run.log').read_text()}")
        result = {name: json.loads(value) for name, value in pairs}
        expect(result["asked"]["authorization"] == "Basic YW5uOg==", result)  # "ann:", an empty password
        expect(result["csv"] == 'name,age\r\nAnn,41\r\n"Bob, jr.",7\r\n', result)
        expect(result["read"] == [{"name": "ANN", "age": 41}, {"name": "BOB, JR.", "age": 7}], result)
        expect(result["count"] == 2 and result["told"] is True and result["ended"]["messageKey"] > 0, result)


CHECKS = {"valid": valid, "own": own, "camunda": camunda, "engine": engine}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", choices=CHECKS, required=True)
    parser.add_argument("--jackfield", type=pathlib.Path, required=True)
    parser.add_argument("--plugins", type=pathlib.Path, required=True)
    parser.add_argument("--packages", type=pathlib.Path)
    arguments = parser.parse_args()
    try:
        CHECKS[arguments.check](arguments)
    except (Failed, subprocess.TimeoutExpired) as error:
        print(f"{arguments.check}: {error}", file=sys.stderr)
        return 1
    return 0


sys.exit(main())
