"""Load from wrk, and what it counted."""

import json

from measure.failure import Failure
from measure.paths import BENCHMARKS
from measure.programs import output_of


def run_wrk(server, seconds, connections, prefix=()):
    """Loads `server` for `seconds`. Returns requests, requests per second, and latencies in microseconds."""
    command = [
        *prefix, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(BENCHMARKS / "measure" / "report.lua"),
        f"http://127.0.0.1:{server.port}/",
    ]
    printed = output_of(command, seconds + 20, f"The load on {server.label} failed")
    line = next((line for line in printed.splitlines() if line.startswith("{")), None)
    if line is None:
        raise Failure(f"wrk did not report its figures; it printed:\n{printed}")
    report = json.loads(line)
    wrong = {kind: count for kind, count in report.pop("errors").items() if count}
    if wrong:
        raise Failure(f"wrk met errors on {server.label}: {wrong}.")
    if report["requests"] == 0:
        raise Failure(f"{server.label} answered nothing in {seconds} seconds.")
    return report
