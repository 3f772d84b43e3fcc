"""The table: each scenario with each server that can do it, in alternating runs beside nginx."""

import resource
import time
from contextlib import ExitStack, contextmanager, suppress
from functools import partial

from measure import layout, peers, processes, report
from measure.client import first_answer
from measure.compare import measure_once, medians_of, prepare
from measure.failure import Failure
from measure.hold import holding
from measure.load import beside, run_wrk
from measure.ratios import median_with_interval

BASE = "nginx"
RESTART_EVERY = 4
"""Pairs after which the servers are started anew, so that no single memory layout decides."""

SPARE = 200
"""Descriptors and connections that are needed beside idle ones."""


class Table:
    """The settings of a run, and the run itself."""

    def __init__(self, pairs, seconds, server_cpu, load_cpu):
        self.pairs = pairs
        self.seconds = seconds
        self.on_server_cpu = ["taskset", "-c", str(server_cpu)]
        self.on_load_cpu = ["taskset", "-c", str(load_cpu)]

    def run(self, scenarios, names):
        """Measures and returns the report; prints each row as it is complete, and then the rest."""
        files = allow_many_files()
        skipped = [f"{name} skipped: there is no {what} (--install)" for name in names if (what := peers.missing(name))]
        names = [name for name in names if not peers.missing(name)]
        plan = {scenario: [name for name in names if name in scenario.servers] for scenario in scenarios}
        for scenario, able in plan.items():
            for name in [name for name in able if scenario.idle + SPARE > peers.most_connections(name, files)]:
                able.remove(name)
                skipped.append(f"{scenario.title}: {name} skipped: it cannot with {files} descriptors (ulimit -n)")
        peers.write_files(scenarios)
        machine = {**report.machine(), "servers": peers.versions(names)}
        for line in [*layout.opening(machine, self.pairs, self.seconds), *skipped, "", layout.heading(names)]:
            print(line, flush=True)
        rows = {}
        started = time.monotonic()
        for scenario, able in plan.items():
            rows[scenario.name] = self.row(scenario, able)
            print(layout.ratios(scenario, rows[scenario.name], names), flush=True)
        return {
            "kind": "CPU time per request beside nginx, by scenario", "machine": machine, "skipped": skipped,
            "settings": {"pairs": self.pairs, "seconds": self.seconds, "restart every": RESTART_EVERY},
            "minutes": (time.monotonic() - started) / 60, "servers": names, "rows": rows,
        }

    def row(self, scenario, names):
        """What the servers took for one scenario, by name."""
        cells = {name: {"runs": []} for name in names}
        failures = {}
        for first in range(0, self.pairs, RESTART_EVERY):
            with ExitStack() as stack:
                pairs = range(first, min(first + RESTART_EVERY, self.pairs))
                self.rounds(stack, scenario, cells, failures, pairs)
        for name, sentence in failures.items():
            cells[name] = {"failure": sentence}
        base = cells.get(BASE, {}).get("runs")
        for cell in cells.values():
            if "runs" in cell:
                cell["medians"] = medians_of(cell["runs"])
                if base:
                    cell["ratios"] = [run["cpu"] / other["cpu"] for run, other in zip(cell["runs"], base)]
                    cell["ratio"] = median_with_interval(cell["ratios"])._asdict()
        return cells

    def rounds(self, stack, scenario, cells, failures, pairs):
        """Starts the servers that have not failed, measures each once for each of `pairs`, and adds to its cell."""
        servers = {}
        for name in sound(cells, failures):
            with noted(failures, name):
                servers[name] = self.started(stack, name, scenario, cells[name], failures)
        for pair in pairs:
            # Every other pair the other way round, so that a drift of the machine favours neither.
            names = sound(cells, failures)
            for name in names if pair % 2 == 0 else reversed(names):
                with noted(failures, name):
                    cells[name]["runs"].append(self.measured(servers[name], scenario))
        for name in sound(cells, failures):
            with noted(failures, name):
                cells[name]["memory"] = processes.memory(servers[name].members)

    def started(self, stack, name, scenario, cell, failures):
        """A server that runs, is warm, and stops with `stack`."""
        server = peers.server(name, scenario, prefix=self.on_server_cpu, check=partial(check, scenario))
        server.start()
        cell["head"] = server.head.decode()
        stack.callback(stop, server, cell, failures)
        load = partial(self.load, server, scenario, 1)
        prepare(server, load, scenario.warm_up, attempts=10)
        if scenario.idle:
            before = processes.memory(server.members)
            stack.enter_context(noted(failures, name))
            stack.enter_context(holding(server, scenario.idle, scenario.target, self.on_load_cpu))
            load()
            cell["bytes per idle connection"] = (processes.memory(server.members) - before) / scenario.idle
        return server

    def load(self, server, scenario, seconds):
        """One run of wrk, or two beside each other; what the one counted that is measured."""
        arguments = (scenario.connections, self.on_load_cpu, scenario.target, scenario.fields, scenario.arguments)
        if not scenario.slow:
            return run_wrk(server, seconds, *arguments)
        if server.label == BASE:
            return run_wrk(server, seconds, *arguments)
        with beside(server, seconds, scenario.slow, self.on_load_cpu, "/slow"):
            return run_wrk(server, seconds, *arguments)

    def measured(self, server, scenario):
        load = partial(self.load, server, scenario, self.seconds)
        run = measure_once(server, load, one_thread=scenario.inline and server.label == "modhost")
        whole = len(server.head) + 4 + len(scenario.answer)
        if run["bytes per response"] < 0.97 * whole:
            raise Failure(
                f"{server.label} sent {run['bytes per response']:.0f} bytes for each answer, and its first had {whole}."
            )
        return run


def check(scenario, server):
    """Asks once, and raises a failure if the answer is not what the scenario expects; returns its head."""
    body = scenario.answer if scenario.body else b""
    head, answer = first_answer(server.port, scenario.target, scenario.fields, body, server.patience)
    fields = head.lower()
    typed = b"\r\ncontent-type: text/plain" in fields
    if not head.startswith(b"HTTP/1.1 200 ") or answer != scenario.answer or not typed:
        raise Failure(f"{server.label} answered something else than expected: {head!r}, {answer[:100]!r}.")
    if scenario.behaviour == "headers":
        for name, value in peers.HEADERS.items():
            if f"\r\n{name}: {value}\r\n".lower().encode() not in fields + b"\r\n":
                raise Failure(f"{server.label} left {name} out: {head!r}.")
    if scenario.slow and server.label != BASE:
        began = time.monotonic()
        first_answer(server.port, "/slow", timeout=server.patience)
        if time.monotonic() - began < 0.02:
            raise Failure(f"{server.label} did not wait before it answered /slow.")
    return head


def stop(server, cell, failures):
    """Stops the server, and sees whether its access log has all that it should."""
    with noted(failures, server.label):
        server.stop()
        if server.log:
            # Lines of earlier starts went with their folder, so this compares with what was counted since.
            with open(server.access_log, "rb") as file:
                lines = sum(block.count(b"\n") for block in iter(partial(file.read, 1 << 20), b""))
            server.access_log.unlink()
            since = cell["runs"][(len(cell["runs"]) - 1) // RESTART_EVERY * RESTART_EVERY :]
            if lines < sum(run["requests"] for run in since):
                raise Failure(f"{server.label} wrote {lines} lines to its access log, fewer than it answered.")


def sound(cells, failures):
    """The servers of a row that have not failed in it."""
    return [name for name in cells if name not in failures]


@contextmanager
def noted(failures, name):
    """Takes a failure down for the server called `name`, whose cell it spoils; the others go on."""
    try:
        yield
    except Failure as failure:
        failures.setdefault(name, str(failure))


def allow_many_files():
    """Raises the limit of descriptors, for the servers too, as far as it goes, and returns it."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    for wanted in (max(limit, 2 * peers.MANY + 1_000), limit):
        with suppress(ValueError, OSError):  # more than the hard limit is for root
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, wanted))
            return wanted
    return limit
