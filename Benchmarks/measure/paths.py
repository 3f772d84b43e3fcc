"""Where things are. Everything that a run writes is below two folders that git ignores."""

from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
REPOSITORY = BENCHMARKS.parent
WORK = BENCHMARKS / ".build"
RESULTS = BENCHMARKS / "results"
MODHOST = REPOSITORY / ".build" / "release" / "modhost"
