"""Where things are. Everything that a run writes is below two folders that git ignores."""

import fcntl
from pathlib import Path

from measure.failure import Failure

BENCHMARKS = Path(__file__).resolve().parent.parent
REPOSITORY = BENCHMARKS.parent
WORK = BENCHMARKS / ".build"
RESULTS = BENCHMARKS / "results"
MODHOST = REPOSITORY / ".build" / "release" / "modhost"


def claim():
    """Makes sure that one run at a time writes below these folders; returns what must be kept open until its end."""
    WORK.mkdir(exist_ok=True)
    lock = open(WORK / "lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Failure("Another run is under way; two at a time would measure each other.") from None
    return lock
