"""CPU time of a process and everything below it, from /proc."""

import os
import time
from collections import defaultdict
from typing import NamedTuple

from measure.failure import Failure

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class CPUTime(NamedTuple):
    """Seconds spent in user mode and in the kernel."""

    user: float
    system: float

    @property
    def total(self):
        return self.user + self.system

    def __sub__(self, earlier):
        return CPUTime(self.user - earlier.user, self.system - earlier.system)


def fields_of(path):
    """The fields of a stat file after the command, which may itself contain spaces and parentheses."""
    with open(path) as file:
        return file.read().rpartition(")")[2].split()


def tree(root):
    """The process `root` and its descendants, as numbers."""
    children = defaultdict(list)
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                children[int(fields_of(f"/proc/{name}/stat")[1])].append(int(name))
            except OSError:
                continue  # it ended while we looked
    found = [root]
    for process in found:
        found += children[process]
    return found


def is_running(process):
    """Whether a process is there and not merely waiting for its parent to take notice of its end."""
    try:
        return fields_of(f"/proc/{process}/stat")[0] != "Z"
    except OSError:
        return False


def await_sleep(processes, patience=30):
    """Waits until all threads of `processes` sleep, that is, until they have done what there was to do."""
    deadline = time.monotonic() + patience
    while not all(map(sleeps, processes)):
        if time.monotonic() > deadline:
            raise Failure(f"A server did not come to rest within {patience} seconds of its answer.")


def sleeps(process):
    """Whether all threads of `process` wait for something."""
    try:
        threads = os.listdir(f"/proc/{process}/task")
        return all(fields_of(f"/proc/{process}/task/{thread}/stat")[0] == "S" for thread in threads)
    except FileNotFoundError:
        return False  # a thread ended while we looked


def cpu_time(processes):
    """What `processes` have spent so far; raises a failure if one of them is gone."""
    user = system = 0
    for process in processes:
        try:
            fields = fields_of(f"/proc/{process}/stat")
        except OSError:
            raise Failure(f"Process {process} of a server ended during a run, so its CPU time is lost.") from None
        user += int(fields[11])
        system += int(fields[12])
    return CPUTime(user / TICKS_PER_SECOND, system / TICKS_PER_SECOND)


def seconds_by_thread(processes):
    """CPU seconds of each thread of `processes`, by thread number, threads that have ended left out."""
    seconds = {}
    for process in processes:
        for thread in os.listdir(f"/proc/{process}/task"):
            try:
                fields = fields_of(f"/proc/{process}/task/{thread}/stat")
            except OSError:
                continue
            seconds[int(thread)] = (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND
    return seconds


def memory(processes):
    """Bytes that `processes` hold, a page that n of them share counted as one n-th in each."""
    kibibytes = 0
    for process in processes:
        try:
            with open(f"/proc/{process}/smaps_rollup") as file:
                kibibytes += next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except (OSError, StopIteration):
            raise Failure(f"The memory of process {process} of a server cannot be read.") from None
    return kibibytes * 1024
