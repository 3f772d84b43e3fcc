"""Tables for people, JSON for programs."""

import json
import os
import platform
import shutil
import subprocess
import time

from measure.paths import REPOSITORY, RESULTS


def machine():
    """What a reader needs to know to compare figures from two days."""
    nginx = "none"
    if shutil.which("nginx"):
        nginx = subprocess.run(["nginx", "-v"], stderr=subprocess.PIPE, text=True).stderr.strip()
    describe = ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty"]
    commit = subprocess.run(describe, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
    with open("/proc/cpuinfo") as file:
        model = next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), "unknown")
    return {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "kernel": platform.release(), "CPU": model,
        "CPUs": os.cpu_count(), "load average": os.getloadavg()[0], "nginx": nginx, "commit": commit,
    }


def print_pair(pair, labels, runs):
    a, b = (runs[label][-1] for label in labels)
    print(
        f"  pair {pair + 1:2}   {labels[0]} {a['cpu']:6.2f}   {labels[1]} {b['cpu']:6.2f} µs/request"
        f"   ratio {a['cpu'] / b['cpu']:.3f}", flush=True,
    )


def print_comparison(result):
    labels = list(result["medians"])
    print("\nMedians of all runs. CPU in µs per request, latency in µs as wrk reports it.\n")
    rows = [["server", "CPU", "user", "system", "requests/s", "bytes", "mean", "p50", "p90", "p99", "max"]]
    for label in labels:
        medians = result["medians"][label]
        rows.append([
            label, *(f"{medians[figure]:.2f}" for figure in ("cpu", "user", "system")),
            f"{medians['requests per second']:.0f}", f"{medians['bytes per response']:.0f}",
            *(f"{medians['latency'][name]:.0f}" for name in ("mean", "p50", "p90", "p99", "max")),
        ])
    print_table(rows)
    ratio = result["ratio"]
    print(
        f"\n{labels[0]} / {labels[1]}: median ratio of CPU per request {ratio['median']:.3f}, "
        f"95 % interval {ratio['low']:.3f} to {ratio['high']:.3f} "
        f"(bootstrap of the median of {len(result['ratios'])} pairs)."
    )


def print_table(rows):
    """Prints rows in columns: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:]))]
        print("  " + "  ".join(cells))


def save(result, name):
    """Writes the result under results/ and says where."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}.json"
    path.write_text(json.dumps(result, indent=1) + "\n")
    print(f"\nAll figures: {os.path.relpath(path)}")
