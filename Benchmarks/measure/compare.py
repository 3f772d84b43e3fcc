"""CPU time per request of two servers, in alternating runs under the same load."""

import statistics
from contextlib import ExitStack
from functools import partial

from measure import processes, report
from measure.builds import module_for
from measure.failure import Failure
from measure.load import run_wrk
from measure.ratios import median_with_interval
from measure.servers import server_for

WARM_UP_REQUESTS = 20_000
"""modhost moves a module to the event loop after 1,000 calls without a wait; this is well past that."""


def compare(programs, modules, pairs, seconds, warm_up, connections, server_cpu, load_cpu, restart_every):
    """Measures and returns the report as a dictionary; prints a line for each pair as it goes.

    `modules` has the modules of each server, or is None: then each has the one that says hello.
    """
    labels = labels_of(programs)
    modules = modules or [[module_for(program)] for program in programs]
    on_server_cpu = ["taskset", "-c", str(server_cpu)]
    on_load_cpu = ["taskset", "-c", str(load_cpu)]
    runs = {label: [] for label in labels}
    heads = {}

    print(
        f"{pairs} pairs of {seconds} s, {connections} keep-alive connections, "
        f"servers on CPU {server_cpu}, wrk on CPU {load_cpu}.", flush=True,
    )
    for first in range(0, pairs, restart_every):
        with ExitStack() as stack:
            servers = [
                stack.enter_context(server_for(program, label, own, prefix=on_server_cpu))
                for program, label, own in zip(programs, labels, modules)
            ]
            for server in servers:
                heads[server.label] = server.head.decode()
                prepare(server, partial(run_wrk, server, warm_up, connections, on_load_cpu), WARM_UP_REQUESTS)
            for pair in range(first, min(first + restart_every, pairs)):
                # Every other pair the other way round, so that a drift of the machine favours neither.
                for server in servers if pair % 2 == 0 else reversed(servers):
                    load = partial(run_wrk, server, seconds, connections, on_load_cpu)
                    runs[server.label].append(measure_once(server, load))
                report.print_pair(pair, labels, runs)

    ratios = [a["cpu"] / b["cpu"] for a, b in zip(runs[labels[0]], runs[labels[1]])]
    estimate = median_with_interval(ratios)
    return {
        "kind": "CPU time per keep-alive request",
        "settings": {
            "pairs": pairs, "seconds": seconds, "warm-up seconds": warm_up, "connections": connections,
            "server CPU": server_cpu, "load CPU": load_cpu, "restart every": restart_every,
        },
        "machine": report.machine(),
        "programs": dict(zip(labels, map(str, programs))),
        "modules": {label: [str(module) for module in own] for label, own in zip(labels, modules)},
        "heads": heads,
        "runs": runs,
        "ratios": ratios,
        "ratio": {**estimate._asdict(), "interval": "95 %, percentile bootstrap of the median, 10,000 resamples"},
        "medians": {label: medians_of(runs[label]) for label in labels},
    }


def labels_of(programs):
    """A name for each of two servers that are compared."""
    names = ["nginx" if program == "nginx" else "modhost" for program in programs]
    return names if names[0] != names[1] else [f"{names[0]} A", f"{names[1]} B"]


def prepare(server, load, least, attempts=5):
    """Warms the server up with `load`, at least `least` requests, until it has settled on how it runs the module."""
    served = 0
    for _ in range(attempts):
        served += load()["requests"]
        if served >= least:
            server.members = server.processes()
            return
    raise Failure(f"{server.label} answered only {served} requests of {least} in its warm-up.")


def measure_once(server, load, one_thread=True):
    """One run: what it cost, in microseconds of CPU per request, and what wrk saw.

    With `one_thread` it is a failure if less than nine tenths of the time was spent in one thread.
    """
    members = server.members
    before = processes.cpu_time(members)
    threads_before = processes.seconds_by_thread(members)
    counted = load()
    spent = processes.cpu_time(members) - before
    threads = processes.seconds_by_thread(members)
    if server.processes() != members:
        raise Failure(f"{server.label} started or lost a process during a measurement:\n{server.last_words()}")
    busiest = max(seconds - threads_before.get(thread, 0) for thread, seconds in threads.items())
    if one_thread and busiest < 0.9 * spent.total:
        raise Failure(
            f"{server.label} spent {100 - 100 * busiest / spent.total:.0f} % of its CPU time outside its event loop, "
            f"so it did not serve inline and the figures would not be comparable:\n{server.last_words()}"
        )
    per_request = 1e6 / counted["requests"]
    return {
        "requests": counted["requests"],
        "cpu": spent.total * per_request, "user": spent.user * per_request, "system": spent.system * per_request,
        "requests per second": counted["requests"] / counted["microseconds"] * 1e6,
        "bytes per response": counted["bytes"] / counted["requests"],
        "latency": counted["latency"],
    }


def medians_of(runs):
    """The median of each figure over the runs of one server."""
    figures = ("cpu", "user", "system", "requests per second", "bytes per response")
    medians = {figure: statistics.median(run[figure] for run in runs) for figure in figures}
    medians["latency"] = {
        name: statistics.median(run["latency"][name] for run in runs) for name in ("mean", "p50", "p90", "p99", "max")
    }
    return medians
