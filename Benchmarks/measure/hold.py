"""Idle connections, held by a process of their own."""

import select
import subprocess
import sys
from contextlib import contextmanager

from measure.failure import Failure
from measure.paths import BENCHMARKS

PATIENCE = 60


@contextmanager
def holding(server, count, target, prefix):
    """Holds `count` connections to `server`, each of which has had one answer; raises a failure if one was lost."""
    command = [*prefix, sys.executable, str(BENCHMARKS / "measure" / "idle.py"), str(server.port), str(count), target]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as holder:
        try:
            readable, _, _ = select.select([holder.stdout], [], [], PATIENCE)
            if not readable or holder.stdout.readline() != "ready\n":
                holder.terminate()
                raise Failure(lost(server, count, holder))
            yield
        except BaseException:
            holder.kill()
            raise
        failure = lost(server, count, holder)
        if holder.returncode != 0:
            raise Failure(failure)


def lost(server, count, holder):
    """Lets the holder end, and returns the sentence that says what it last said."""
    _, said = holder.communicate(timeout=PATIENCE)
    last = said.strip().splitlines()[-1:] or ["it did not get them in time"]
    return f"{server.label} did not keep {count} idle connections: {last[0]}."
