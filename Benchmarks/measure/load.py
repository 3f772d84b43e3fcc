"""Load from wrk, and what it counted."""

import json
import subprocess
from contextlib import contextmanager

from measure.failure import Failure
from measure.paths import BENCHMARKS
from measure.programs import output_of


def run_wrk(server, seconds, connections, prefix=(), target="/", fields=(), arguments=()):
    """Loads `server` for `seconds`. Returns requests, microseconds, bytes, and latencies in microseconds.

    `fields` are header fields as `Name: value`, `arguments` those of report.lua.
    """
    command = command_of(server, seconds, connections, prefix, target, fields, arguments)
    return figures_of(output_of(command, seconds + 20, f"The load on {server.label} failed"), server)


@contextmanager
def beside(server, seconds, connections, prefix, target):
    """Loads `server` with a wrk of its own during the `with` statement, which must take about `seconds`."""
    command = command_of(server, seconds, connections, prefix, target, (), ())
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield
            printed, _ = process.communicate(timeout=seconds + 20)
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise Failure(f"The load on {target} of {server.label} failed: wrk ended with {process.returncode}.")
    figures_of(printed, server)


def command_of(server, seconds, connections, prefix, target, fields, arguments):
    return [
        *prefix, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(BENCHMARKS / "measure" / "report.lua"),
        *(part for field in fields for part in ("-H", field)), f"http://127.0.0.1:{server.port}{target}",
        *(["--", *arguments] if arguments else []),
    ]


def figures_of(printed, server):
    """What report.lua printed; raises a failure if an answer was wrong or there was none."""
    line = next((line for line in printed.splitlines() if line.startswith("{")), None)
    if line is None:
        raise Failure(f"wrk did not report its figures; it printed:\n{printed}")
    report = json.loads(line)
    wrong = {kind: count for kind, count in report.pop("errors").items() if count}
    if wrong:
        raise Failure(f"wrk met errors on {server.label}: {wrong}.")
    if report["requests"] == 0:
        raise Failure(f"{server.label} answered nothing to wrk.")
    return report
