"""The rows of the table: what is asked, who can answer it, and with what."""

from typing import NamedTuple

from measure.client import BODY

EVERYONE = ("modhost", "nginx", "apache", "lighttpd", "h2o", "epoll")
SERVERS = EVERYONE[:-1]
WITH_MODULES = EVERYONE[:3]
PAIR = EVERYONE[:2]

BROWSER = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Accept-Language: en-GB,en;q=0.9,de;q=0.8",
    "Cache-Control: max-age=0",
    "Cookie: session=5f2c1a9be07d4c33a1c6b84e; theme=dark; consent=analytics%3D0%26marketing%3D0",
    'Sec-CH-UA: "Chromium";v="131", "Not_A Brand";v="24"',
    "Sec-CH-UA-Mobile: ?0",
    'Sec-CH-UA-Platform: "Linux"',
    "Sec-Fetch-Dest: document",
    "Sec-Fetch-Mode: navigate",
    "Sec-Fetch-Site: same-origin",
    "Upgrade-Insecure-Requests: 1",
    "Connection: keep-alive",
)


class Source(NamedTuple):
    """A module for modhost: the name it has there, its source, and macros."""

    name: str
    file: str
    macros: tuple = ()


HELLO = (Source("bench", "bench.c"),)
HELLO_IN_C = "nginx answers hello from its module in C, since it has nothing of the kind."


class Scenario(NamedTuple):
    """One row.

    `behaviour` says what the others are to do, see peers.py; `sources` and `options` are modhost's.
    """

    name: str
    title: str
    servers: tuple = WITH_MODULES
    behaviour: str = "hello"
    sources: tuple = HELLO
    options: tuple = ()
    target: str = "/hello"
    fields: tuple = ()
    connections: int = 64
    depth: int = 1
    """Requests that are sent at a time on a connection."""
    body: int = 0
    """Bytes that are sent, and come back."""
    file: int = 0
    """Bytes of the file that is fetched."""
    idle: int = 0
    """Connections that do nothing meanwhile."""
    slow: int = 0
    """Connections that ask for /slow meanwhile."""
    warm_up: int = 2_000
    """Requests before anything is measured; modhost moves a module to the event loop after 1,000 without a wait."""
    log: bool = False
    inline: bool = True
    """Whether modhost is to answer on its event loop, which is then checked."""
    note: str = ""

    @property
    def arguments(self):
        """What report.lua is told."""
        depth = [f"depth={self.depth}"] if self.depth > 1 else []
        return depth + ([f"body={self.body}"] if self.body else [])

    @property
    def answer(self):
        """The body of the answer."""
        if self.body:
            return b"x" * self.body  # as report.lua sends it
        return b"0123456789abcde\n" * (self.file // 16) if self.file else BODY


SCENARIOS = (
    Scenario("hello-c", "hello from C", EVERYONE),
    Scenario("hello-cpp", "hello from C++", PAIR, sources=(Source("hello-cpp", "hello.cpp"),), note=HELLO_IN_C),
    Scenario("hello-swift", "hello from Swift", PAIR, sources=(Source("hello-swift", "Hello.swift"),), note=HELLO_IN_C),
    Scenario(
        "ten-modules", "10 modules read a field", behaviour="readers", fields=("X-Bench: 1",),
        sources=(*(Source(f"reader{index}", "reader.c", (f"INDEX={index}",)) for index in range(10)), *HELLO),
        note="nginx has ten handlers in its preaccess phase, Apache ten fixup hooks, of one module.",
    ),
    Scenario(
        "all-stages", "called at all 12 stages", behaviour="stages", sources=(Source("stages", "stages.c"),),
        note="nginx has a handler in each of seven phases, Apache nine hooks, beside the one that answers.",
    ),
    Scenario(
        "five-headers", "five response fields", SERVERS, "headers", sources=(Source("five_headers", "five_headers.c"),),
    ),
    Scenario("browser", "head of a browser", EVERYONE, fields=BROWSER),
    Scenario("pipelined", "pipelined, 16 deep", EVERYONE, depth=16),
    Scenario(
        "post-1k", "POST of 1 KiB echoed", behaviour="echo", sources=(Source("echo", "echo.c"),), body=1 << 10,
        inline=False,
    ),
    Scenario(
        "post-1m", "POST of 1 MiB echoed", behaviour="echo", sources=(Source("echo", "echo.c"),), body=1 << 20,
        connections=16, warm_up=300, inline=False,
    ),
    Scenario(
        "file-10k", "file of 10 KiB", SERVERS, "files", (Source("file", "file.c"),), target="/file-10k", file=10 << 10,
        inline=False,
    ),
    Scenario(
        "file-10m", "file of 10 MiB", SERVERS, "files", (Source("file", "file.c"),), target="/file-10m", file=10 << 20,
        connections=16, warm_up=100, inline=False,
    ),
    Scenario("close", "a connection per request", EVERYONE, fields=("Connection: close",)),
    Scenario(
        "pending", "PENDING, another thread", PAIR, sources=(Source("pending", "pending.c"),), inline=False,
        note=HELLO_IN_C,
    ),
    Scenario("pool", "in the thread pool", PAIR, options=("--execution", "bench=pool"), inline=False, note=HELLO_IN_C),
    Scenario(
        "blocking", "beside calls of 20 ms", behaviour="slow", slow=8, inline=False,
        sources=(Source("fast", "fast.c"), Source("slow", "slow.c")),
        note="the figures are of fast requests, the CPU time is that of all. 8 more connections ask for what a module "
        "takes 20 ms to answer, in modhost and Apache. nginx has the fast ones alone: it would hold them up.",
    ),
    Scenario(
        "idle", "beside 10,000 idle", EVERYONE, idle=10_000, options=("--limit", "idle-time=3600"),
        note="nginx sets memory for 12,000 connections aside when it starts, which is in its MiB and not in its bytes.",
    ),
    Scenario("access-log", "access log on", SERVERS, log=True, note="all in the combined format, into a file."),
)
