"""Instructions per request, counted by callgrind."""

import shutil
import subprocess

from measure import report
from measure.builds import module_for, worker_prefix
from measure.callgrind import Profile
from measure.client import send_exactly
from measure.failure import Failure
from measure.paths import WORK
from measure.programs import output_of
from measure.servers import server_for


def count_instructions(programs, few, many, connections, top):
    """Counts for each server of `programs` and returns the report.

    Each server is run twice, for `few` and for `many` requests; the difference divided by the difference of the
    numbers is the cost of one more request, and everything that happens once, at the start or at the end, cancels.
    """
    print(f"Difference of {many:,} and {few:,} requests over {connections} connection(s), under callgrind.", flush=True)
    servers = {}
    for program in programs:
        module = module_for(program)
        copy = program if program == "nginx" else without_debug_information(program)
        profiles = [profile(copy, module, count, connections) for count in (few, many)]
        servers[str(program)] = per_request(*profiles, many - few, top)
        print_server(str(program), servers[str(program)])
    return {
        "kind": "instructions per keep-alive request", "machine": report.machine(), "servers": servers,
        "settings": {"few": few, "many": many, "connections": connections},
    }


def without_debug_information(program):
    """A copy that valgrind can read: the debug information of Swift is more than valgrind 3.19 bears."""
    copy = WORK / program.name
    shutil.copy2(program, copy)
    output_of(["strip", "-g", str(copy)], 60, "The copy of modhost could not be stripped")
    return copy


def profile(program, module, count, connections):
    """Runs one server under callgrind for `count` requests and returns what callgrind counted."""
    kind = "nginx" if program == "nginx" else "modhost"
    folder = WORK / "callgrind" / f"{kind}-{count}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    callgrind = callgrind_into(folder)
    if program == "nginx":
        server = server_for(program, kind, [module], prefix=callgrind, patience=90)
    else:
        server = server_for(program, kind, [module], patience=90, variables=worker_under(callgrind))
    with server:
        # The request that found the server ready is in both runs, so it cancels too.
        send_exactly(server.port, count, connections)
    files = sorted(folder.glob("out.*"))
    if not files:
        raise Failure(f"callgrind wrote nothing for {kind}:\n{server.last_words()}")
    return Profile(files)


def callgrind_into(folder):
    """The command that runs a program under callgrind, whose files go into `folder` and are called out.something."""
    return ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={folder}/out.%p"]


def worker_under(command):
    """The variables that make modhost's supervisor start its worker by `command`."""
    return {"LD_PRELOAD": str(worker_prefix()), "WORKER_PREFIX": "\n".join(command)}


def per_request(few, many, requests, top):
    instructions = many.instructions - few.instructions
    calls = {function: (many.calls[function] - few.calls[function]) / requests for function in many.calls}
    costliest = [
        {
            "function": name, "object": object_name.rpartition("/")[2],
            "instructions": cost / requests, "calls": calls.get((object_name, name), 0),
        }
        for (object_name, name), cost in instructions.most_common(top)
    ]
    return {
        "instructions": (many.total - few.total) / requests,
        "allocations": (many.allocations - few.allocations) / requests,
        "costliest": demangled(costliest),
    }


def demangled(functions):
    """Replaces the names of Swift functions by readable ones, where the toolchain is at hand."""
    program = shutil.which("swift-demangle")
    if program:
        names = "\n".join(function["function"] for function in functions)
        command = [program, "--simplified"]
        readable = subprocess.run(command, input=names, stdout=subprocess.PIPE, text=True, timeout=60)
        for function, name in zip(functions, readable.stdout.splitlines()):
            function["function"] = name
    return functions


def print_server(name, server):
    print(
        f"\n{name}: {server['instructions']:,.0f} instructions in user mode and {server['allocations']:.2f} "
        "calls of malloc and its kin per request. The costliest functions, themselves alone:\n"
    )
    rows = [["instructions", "calls", "object", "function"]] + [
        [f"{function['instructions']:.0f}", f"{function['calls']:.2f}", function["object"], function["function"][:90]]
        for function in server["costliest"]
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        print(f"  {row[0].rjust(widths[0])}  {row[1].rjust(widths[1])}  {row[2].ljust(widths[2])}  {row[3]}")
