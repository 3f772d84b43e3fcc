"""What modhost's worker takes in memory while much goes through it, beyond what it takes when idle."""

import hashlib
import http.client
import os
import resource
import socket
import threading
import time

from measure import report
from measure.builds import modhost_module
from measure.client import send_exactly
from measure.failure import Failure
from measure.paths import WORK
from measure.servers import Modhost

MEBIBYTE = 1 << 20
LIMIT = 8 * MEBIBYTE
HEAD_LIMIT = 2 * 1024
"""What a client may take that sends its head in pieces."""


def measure_memory(program, mebibytes, readers, heads, seconds):
    """Runs each scenario against a server of its own and returns the report."""
    module = modhost_module(program, "stream")
    size = mebibytes * MEBIBYTE
    scenarios = {
        f"a body of {mebibytes} MiB echoed": lambda port: echo(port, size),
        f"a file of {mebibytes} MiB": lambda port: download_file(port, size),
        f"{mebibytes} MiB unbuffered": lambda port: download(port, size),
        f"{readers} readers at 10 KiB/s for {seconds} s": lambda port: read_slowly(port, readers, seconds),
        f"an echo whose client does not read for {seconds // 2} s": lambda port: stall(port, seconds // 2),
    }
    slow_heads = f"{heads:,} heads that come in pieces"
    scenarios[slow_heads] = lambda port: send_slow_heads(port, heads)
    results = {}
    beyond = []
    print("Peak of resident memory minus that of the idle worker, beside its limit, in MiB.\n")
    for name, scenario in scenarios.items():
        limit = max(LIMIT, heads * HEAD_LIMIT) if name == slow_heads else LIMIT
        results[name] = peak(program, module, name, scenario)
        print(f"  {results[name] / MEBIBYTE:6.2f}  {limit / MEBIBYTE:5.1f}   {name}", flush=True)
        if results[name] > limit:
            beyond.append(name)
    if beyond:
        raise Failure(f"Beyond the limit: {', '.join(beyond)}.")
    return {"kind": "peak of resident memory minus idle, bytes", "machine": report.machine(), "scenarios": results}


def peak(program, module, name, scenario):
    with Modhost(program, "memory", [module], options=["--limit", "body=0"]) as server:
        # Few enough that the module stays on the pool: a first flood of a module on an event loop is queued, up to 64 MiB.
        send_exactly(server.port, 200, 16)
        worker = server.processes()[-1]
        time.sleep(1)
        idle = resident(worker, "VmRSS")
        with open(f"/proc/{worker}/clear_refs", "w") as file:
            file.write("5")  # the peak is counted from here on
        scenario(server.port)
        return resident(worker, "VmHWM") - idle


def resident(process, field):
    with open(f"/proc/{process}/status") as file:
        for line in file:
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
    raise Failure(f"/proc/{process}/status has no {field}.")


def pieces(size):
    """Bytes that no mix-up leaves as they were."""
    block = os.urandom(MEBIBYTE - 1)
    for start in range(0, size, len(block)):
        yield block[: size - start]


def echo(port, size):
    sent = hashlib.sha256()

    def body():
        for piece in pieces(size):
            sent.update(piece)
            yield piece

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    upload = threading.Thread(target=lambda: send_chunks(connection.sock, body()))
    upload.start()
    received, digest = receive(connection.sock, "POST")
    upload.join()
    check(received == size and digest == sent.digest(), "the echo is not what was sent")


def send_chunks(stream, body):
    stream.sendall(b"POST /echo HTTP/1.1\r\nHost: bench\r\nTransfer-Encoding: chunked\r\n\r\n")
    for piece in body:
        stream.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))
    stream.sendall(b"0\r\n\r\n")


def receive(stream, method):
    """The size of the answer's body, and its digest."""
    answer = http.client.HTTPResponse(stream, method=method)
    answer.begin()
    check(answer.status == 200, f"the answer's status is {answer.status}")
    size, digest = 0, hashlib.sha256()
    while piece := answer.read(MEBIBYTE):
        size += len(piece)
        digest.update(piece)
    return size, digest.digest()


def get(port, target):
    stream = socket.create_connection(("127.0.0.1", port), timeout=60)
    stream.sendall(f"GET {target} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
    return stream


def download_file(port, size):
    path = WORK / "large"
    digest = hashlib.sha256()
    with open(path, "wb") as file:
        for piece in pieces(size):
            file.write(piece)
            digest.update(piece)
    try:
        check(receive(get(port, f"/file?{path}"), "GET") == (size, digest.digest()), "the file is not what was sent")
    finally:
        path.unlink()


def download(port, size):
    received, _ = receive(get(port, f"/unbuffered?{size}"), "GET")
    check(received == size, "the download is not whole")


def read_slowly(port, readers, seconds):
    streams = [get(port, f"/unbuffered?{1 << 40}") for _ in range(readers)]
    counts = [0] * readers

    def read(index):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            counts[index] += len(streams[index].recv(2560))
            time.sleep(0.25)

    threads = [threading.Thread(target=read, args=[index]) for index in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check(min(counts) > seconds * 5 * 1024, f"the slowest reader got {min(counts)} bytes")
    send_exactly(port, 100)
    for stream in streams:
        stream.close()


def stall(port, seconds):
    """Sends until the server takes no more, reads nothing for a while, and then everything."""
    stream = socket.create_connection(("127.0.0.1", port))
    stream.sendall(b"POST /echo HTTP/1.1\r\nHost: bench\r\nTransfer-Encoding: chunked\r\n\r\n")
    block = os.urandom(65536)
    chunk = b"10000\r\n%b\r\n" % block
    count, rest, end = 0, b"", time.monotonic() + seconds
    stream.setblocking(False)
    while time.monotonic() < end:
        if not rest:
            count, rest = count + 1, chunk
        try:
            rest = rest[stream.send(rest) :]
        except BlockingIOError:
            time.sleep(0.05)
    stream.settimeout(60)
    finish = threading.Thread(target=lambda: stream.sendall(rest + b"0\r\n\r\n"))
    finish.start()
    expected = hashlib.sha256(block * count).digest()
    check(receive(stream, "POST") == (count * len(block), expected), "the echo is not what was sent")
    finish.join()


def send_slow_heads(port, count):
    """Sends heads in four pieces, all of them the first before any the second, and never their ends."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if allowed < count + 100:
        raise Failure(f"{count:,} heads need more descriptors than the {allowed} that are allowed (ulimit -Hn).")
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, allowed))
    streams = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(count)]
    for piece in (b"GET / HTTP/1.1\r\nHo", b"st: be", b"nch\r\nX-", b"More: 1"):
        for stream in streams:
            stream.sendall(piece)
    # The server has taken all of it when a client that comes later has its answer.
    send_exactly(port, 100)
    for stream in streams:
        stream.close()


def check(condition, sentence):
    if not condition:
        raise Failure(f"A measurement went wrong: {sentence}.")
