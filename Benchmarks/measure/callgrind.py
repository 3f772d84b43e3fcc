"""Reads what callgrind wrote."""

import re
from collections import Counter, defaultdict

NAMED = re.compile(r"(c?)(fn|ob)=(\(\d+\))?\s?(.*)")
CALLS = re.compile(r"calls=(\d+)")
ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "memalign", "aligned_alloc"}
INSIDE_ALLOCATORS = ALLOCATORS | {"_mid_memalign"}


class Profile:
    """Instructions by function and calls by callee, summed over the files of all processes of one run.

    A function is a pair of its object's file name and its own name.
    """

    def __init__(self, paths):
        self.total = 0
        self.instructions = Counter()
        self.calls = Counter()
        self.allocations = 0
        for path in paths:
            self.read(path)

    def read(self, path):
        """Adds one file. Its format is described in valgrind's manual, under "Callgrind Format Specification"."""
        names = defaultdict(dict)
        current = {"ob": "", "fn": "", "cob": "", "cfn": ""}
        cost_of_a_call_follows = False
        with open(path, errors="replace") as file:
            for line in file:
                first = line[0]
                if first in "+-*0123456789":
                    if not cost_of_a_call_follows:
                        cost = int(line.split()[-1]) if len(line.split()) > 1 else 0
                        self.instructions[(current["ob"], current["fn"])] += cost
                        self.total += cost
                    cost_of_a_call_follows = False
                elif found := NAMED.match(line):
                    called, kind, number, name = found.groups()
                    if name:
                        names[kind][number] = name.strip()
                    current[called + kind] = names[kind].get(number, name.strip())
                elif found := CALLS.match(line):
                    self.add_calls(current, int(found.group(1)))
                    current["cob"] = ""
                    cost_of_a_call_follows = True

    def add_calls(self, current, count):
        callee_object = current["cob"] or current["ob"]
        self.calls[(callee_object, current["cfn"])] += count
        # posix_memalign calls malloc, realloc may: that is one allocation, not two.
        if base_name(current["cfn"]) in ALLOCATORS and base_name(current["fn"]) not in INSIDE_ALLOCATORS:
            self.allocations += count


def base_name(function):
    """The name of a function without a recursion level, a symbol version and the suffix of a compiler's clone."""
    return re.split(r"['@.]", function, maxsplit=1)[0]
