"""The table in a terminal of 120 columns, and in RESULTS.md."""

import textwrap

from measure.paths import BENCHMARKS

TITLE = 24
"""Columns of the first column."""

NAMES = {"apache": "Apache", "epoll": "epoll loop"}
BASE = "nginx"


def opening(machine, pairs, seconds):
    """What stands above the table."""
    figures = "CPU time per request in µs."
    if BASE in machine["servers"]:
        figures = (
            "CPU time per request relative to nginx: median of the rounds' ratios and its 95 % interval. nginx: in µs."
        )
    return [
        f"{machine['CPU']}, {machine['CPUs']} CPUs, Linux {machine['kernel']}, {machine['time']}, commit "
        f"{machine['commit']}, load average {machine['load average']:.1f}",
        ", ".join(f"{NAMES.get(name, name)} {version}" for name, version in machine["servers"].items()),
        f"{pairs} rounds of {seconds} s for each server and scenario, 64 connections unless it says otherwise.",
        figures,
    ]


def heading(names):
    return line("", [NAMES.get(name, name).rjust(width(name)) for name in names])


def width(name):
    return 8 if name == BASE else 14


def line(title, cells):
    return ("  " + title.ljust(TITLE) + "  " + "  ".join(cells)).rstrip()


def ratios(scenario, row, names):
    """The row of the first table."""
    return line(scenario.title, [ratio(row.get(name), name).rjust(width(name)) for name in names])


def ratio(cell, name):
    if cell is None:
        return "-"
    if "failure" in cell:
        return "failed"
    if name == BASE or "ratio" not in cell:
        cpu = cell["medians"]["cpu"]
        return f"{cpu:.2f} µs" if cpu < 99.995 else f"{cpu:.0f} µs"
    figures = [cell["ratio"][end] for end in ("median", "low", "high")]
    median, low, high = (f"{figure:.2f}" if figure < 9.995 else f"{figure:.1f}" for figure in figures)
    return f"{median} {low}-{high}"


def figures(scenario, row, names):
    """The row of the second table."""
    return line(scenario.title, [rate_latency_memory(scenario, row.get(name)).rjust(13) for name in names])


def rate_latency_memory(scenario, cell):
    if cell is None or "failure" in cell:
        return "-"
    medians = cell["medians"]
    # wrk takes each of the requests that are sent at a time for a batch, so its percentiles of them are wrong.
    p99 = "-" if scenario.depth > 1 else short(medians["latency"]["p99"] / 1000)
    memory = cell["memory"] / (1 << 20)
    return f"{short(medians['requests per second']):>4} {p99:>4} {memory:3.{0 if memory >= 9.5 else 1}f}"


def short(number):
    """A number in at most four columns."""
    if number < 0.995:
        return f"{number:.2f}"
    for limit, digits in ((9.95, 1), (999.5, 0)):
        if number < limit:
            return f"{number:.{digits}f}"
    thousands = number / 1_000
    return f"{thousands:.1f}k" if thousands < 9.95 else f"{thousands:.0f}k"


def rest(result, scenarios):
    """What stands below the first table: the second one, and the foot."""
    names, rows = result["servers"], result["rows"]
    measured = [scenario for scenario in scenarios if scenario.name in rows]
    lines = ["", "Requests a second, 99th percentile of the latency in ms, memory of all processes after them in MiB."]
    lines += ["", line("", [NAMES.get(name, name).rjust(13) for name in names])]
    lines += [line("", ["r/s   p99 MiB".rjust(13) for _ in names])]
    lines += [figures(scenario, rows[scenario.name], names) for scenario in measured]
    return lines + [""] + foot(measured, rows)


def foot(scenarios, rows):
    """What a reader must know of single rows: one paragraph for each note, idle connections, failures."""
    titles = {}
    static = [name for name in ("lighttpd", "h2o") if any(name in row for row in rows.values())]
    for scenario in scenarios:
        if scenario.note:
            titles.setdefault(scenario.note, []).append(scenario.title)
    lines = [f"{name} has no module here: it sends files, of the same bytes, in each row." for name in static]
    lines += [f"{'; '.join(those)}: {note}" for note, those in titles.items()]
    for scenario in scenarios:
        idle = {
            name: cell["bytes per idle connection"] for name, cell in rows[scenario.name].items()
            if "bytes per idle connection" in cell
        }
        if idle:
            each = ", ".join(f"{NAMES.get(name, name)} {number:,.0f}" for name, number in idle.items())
            lines.append(f"{scenario.title}: bytes of memory for each idle connection, the kernel's left out: {each}.")
        lines += [
            f"{scenario.title}: {NAMES.get(name, name)} failed. {cell['failure']}"
            for name, cell in rows[scenario.name].items() if "failure" in cell
        ]
    return [part for text in lines for part in wrapped(text)]


def wrapped(text):
    """The lines of `text`, at most 118 columns wide, those that continue one indented."""
    return [
        line for paragraph in text.splitlines()
        for line in textwrap.wrap(paragraph, 118, subsequent_indent="    ", break_long_words=False)
    ]


def write(result, scenarios):
    """Puts the report into RESULTS.md."""
    settings, names = result["settings"], result["servers"]
    measured = [scenario for scenario in scenarios if scenario.name in result["rows"]]
    text = [
        *opening(result["machine"], settings["pairs"], settings["seconds"]), *result["skipped"], "", heading(names),
        *(ratios(scenario, result["rows"][scenario.name], names) for scenario in measured), *rest(result, scenarios),
    ]
    introduction = (
        "# Results\n\nWritten by `Benchmarks/run table --write`; [README.md](README.md) says what it means.\n"
    )
    path = BENCHMARKS / "RESULTS.md"
    path.write_text(introduction + "\n```\n" + "\n".join(text) + "\n```\n")
    return path
