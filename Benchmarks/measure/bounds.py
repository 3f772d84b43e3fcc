"""Instructions, allocations and system calls per request, beside limits that no change may exceed.

A worker answers one request at a time on its event loop, and a request is sent only when all its threads sleep. So
nothing depends on who is faster, as the number of events that are taken together does otherwise; runs differ by a
thousandth, and a loaded machine makes no difference. `--execution NAME=inline` keeps the module on the loop from the
first request on, however long the watchdog finds that it takes under callgrind. What the other threads do goes by the
clock and is left out; work that was moved to one of them would be seen by the calls that wake it.

Nor does it depend on the CPU, by which glibc chooses among its memcpy, strlen and the like: valgrind shows programs a
CPU of its own, a Core i7 with AVX2, wherever the real one has AVX2. An AMD EPYC is shown as that too.

System calls are those of valgrind's own trace, because that needs no right to trace others, as strace does, and
comes with the same run. Both count the same.
"""

import json
import platform
import re
import shutil
import time
from collections import Counter, defaultdict

from measure import peers, processes, report
from measure.callgrind import Profile
from measure.client import send_one_by_one
from measure.failure import Failure
from measure.instructions import callgrind_into, per_request, print_server, without_debug_information, worker_under
from measure.paths import BENCHMARKS, WORK
from measure.programs import output_of
from measure.scenarios import SCENARIOS

LIMITS = BENCHMARKS / "bounds.json"

NAMES = ("hello-c", "close", "file-10k")
"""The scenarios that have limits."""

FEW, MANY = 500, 2_500
"""Requests of the two runs, whose difference counts."""

FIGURES = ("instructions", "allocations", "system calls")

HEADROOM = 0.03
"""The part by which a limit is above what was reached."""

LEAST_HEADROOM = 0.1
"""The same for small numbers, which are not whole ones only because the loop does something each second too."""

CALL = re.compile(r"SYSCALL\[\d+,(\d+)\]\(\d+\) (?:sys_)?(\w+)[^(]*\( ?(\w*)")
"""The thread, the name and the first argument, in valgrind's trace."""

WITHOUT_ENTERING = {"gettimeofday", "time", "getcpu"}
"""What the vDSO answers without a system call. Under valgrind there is none, and the kernel is asked."""

CLOCKS_WITHOUT_ENTERING = {"0", "1", "4", "5", "6", "7", "11"}
"""Those of clock_gettime: realtime, monotonic, their raw and coarse kin, boottime and TAI."""


def headroom(reached):
    return max(HEADROOM * reached, LEAST_HEADROOM)


def check_bounds(program, write):
    """Counts for each scenario, prints it beside the limits, and returns the report and what exceeds a limit.

    With `write` the limits are set anew from what was counted.
    """
    if not program.exists():
        raise Failure(f"{program} does not exist; build it with `make build`.")
    print(f"Difference of {MANY:,} and {FEW:,} requests, one at a time, under callgrind.\n", flush=True)
    tools = versions()
    copy = without_debug_information(program)
    chosen = {scenario.name: scenario for scenario in SCENARIOS if scenario.name in NAMES}
    peers.write_files(chosen.values())
    counted = {name: count(copy, chosen[name]) for name in NAMES}
    if write:
        reached = {name: {figure: kept(figure, counted[name][figure]) for figure in FIGURES} for name in NAMES}
        LIMITS.write_text(json.dumps({"measured with": tools, "reached": reached}, indent=4) + "\n")
    reached, compared = figures_reached(tools)
    limits = {name: {figure: value + headroom(value) for figure, value in reached[name].items()} for name in NAMES}
    print_beside(counted, limits)
    pairs = [(name, figure) for name in NAMES for figure in compared]
    exceeded = [(name, figure) for name, figure in pairs if counted[name][figure] > limits[name][figure]]
    saved = [counted[name][figure] < reached[name][figure] - headroom(reached[name][figure]) for name, figure in pairs]
    if any(saved) and not exceeded:
        print("\nSomething costs less by more than a limit leaves room for: `Benchmarks/run bounds --write` keeps it so.")
    for name in dict.fromkeys(name for name, _ in exceeded):
        print_server(name, counted[name])
    machine = {**report.machine(), **tools}
    result = {"kind": "cost of a request beside its limits", "machine": machine, "scenarios": counted}
    sentences = [
        f"{name} takes {amount(figure, counted[name][figure])} {figure} per request, and its limit is "
        f"{amount(figure, limits[name][figure])}" for name, figure in exceeded
    ]
    return result, sentences


def versions():
    """What the figures depend on beside the source."""
    swift = output_of(["swift", "--version"], 60, "The compiler has no version")
    valgrind = output_of(["valgrind", "--version"], 60, "valgrind has no version")
    return {
        "architecture": platform.machine(), "Swift": re.search(r"Swift version ([\d.]+)|$", swift).group(1),
        "glibc": platform.libc_ver()[1], "valgrind": valgrind.strip().rpartition("-")[2],
    }


def figures_reached(tools):
    """What the limits are for, by scenario, and which figures can be compared where `tools` are those that measure.

    Says what was measured with other tools.
    """
    recorded = json.loads(LIMITS.read_text())
    for tool, version in tools.items():
        if version != recorded["measured with"][tool]:
            print(f"Note: the limits were measured with {tool} {recorded['measured with'][tool]}; this is {version}.")
    if tools["architecture"] == recorded["measured with"]["architecture"]:
        return recorded["reached"], FIGURES
    print("Instructions are therefore NOT compared with their limits.")
    return recorded["reached"], FIGURES[1:]


def print_beside(counted, limits):
    """Prints the figures beside the limits, and the system calls by name."""
    rows = [["scenario", *(title for figure in FIGURES for title in (figure, "limit"))]]
    for name in NAMES:
        pairs = [(figure, table[name][figure]) for figure in FIGURES for table in (counted, limits)]
        rows.append([name, *(amount(figure, value) for figure, value in pairs)])
    report.print_table(rows)
    print("\nThe system calls:")
    for name in NAMES:
        calls = counted[name]["calls"]
        print(f"  {name}: " + ", ".join(f"{call} {often:.2f}" for call, often in calls.items() if often >= 0.005))


def kept(figure, value):
    """A figure as the file of the limits has it."""
    return round(value) if figure == "instructions" else round(value, 2)


def amount(figure, value):
    """A figure as people read it."""
    return f"{value:,.0f}" if figure == "instructions" else f"{value:.2f}"


def count(program, scenario):
    """What one more request takes.

    The short run is stretched to the seconds of the long one, so that what the loop does each second cancels too.
    """
    many, many_calls, seconds = run(program, scenario, MANY)
    few, few_calls, _ = run(program, scenario, FEW, seconds)
    calls = {name: (number - few_calls[name]) / (MANY - FEW) for name, number in sorted(many_calls.items())}
    return {**per_request(few, many, MANY - FEW, 25), "system calls": sum(calls.values()), "calls": calls}


def run(program, scenario, requests, seconds=0):
    """Has a worker answer so many requests, spread over at least so many seconds.

    Returns the profile of its event loop, the system calls of that, and how long it took.
    """
    folder = WORK / "bounds" / f"{scenario.name}-{requests}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    callgrind = [*callgrind_into(folder), "--separate-threads=yes"]
    command = [*callgrind, "--trace-syscalls=yes", f"--log-file={folder}/calls"]
    scenario = scenario._replace(options=("--execution", f"{scenario.sources[0].name}=inline"))
    server = peers.server(
        "modhost", scenario, program=program, patience=90, variables=worker_under(command),
        check=lambda server: send_one_by_one(server.port, scenario, 1, timeout=90),
    )
    with server:
        workers = server.processes()[1:]
        started = time.monotonic()
        due = (started + seconds * sent / requests for sent in range(requests))

        def settle():
            time.sleep(max(0, next(due) - time.monotonic()))
            processes.await_sleep(workers)

        send_one_by_one(server.port, scenario, requests, settle)
        seconds = time.monotonic() - started
    thread, calls = calls_of_the_loop(folder / "calls")
    files = sorted(folder.glob(f"out.*-{thread:02}"))
    if not files:
        raise Failure(f"callgrind wrote nothing for {scenario.name}:\n{server.last_words()}")
    return Profile(files), calls, seconds


def calls_of_the_loop(path):
    """The number of the thread that waits for events, and how often it made each system call."""
    threads = defaultdict(Counter)
    with open(path, errors="replace") as file:
        for line in file:
            if found := CALL.match(line):
                thread, name, argument = found.groups()
                reads_clock = name == "clock_gettime" and argument in CLOCKS_WITHOUT_ENTERING
                if not reads_clock and name not in WITHOUT_ENTERING:
                    threads[int(thread)][name] += 1
    thread = max(threads, key=lambda thread: threads[thread]["epoll_wait"], default=0)
    return thread, threads[thread]
