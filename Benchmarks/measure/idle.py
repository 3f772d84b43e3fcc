"""A program that holds idle connections: `idle.py PORT COUNT TARGET` until its standard input ends.

It is a process of its own for each server, so that none has to be allowed more descriptors than a server.
"""

import resource
import socket
import sys

limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
port, count, target = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
held = []
for _ in range(count):
    stream = socket.create_connection(("127.0.0.1", port), timeout=20)
    # One request each: a connection that has sent nothing has not been accepted yet by every server.
    stream.sendall(request)
    answer = b""
    while not answer.endswith(b"\r\n\r\nHello, World\n"):
        piece = stream.recv(4096)
        if not piece:
            sys.exit(f"connection {len(held)} was closed after {answer!r}")
        answer += piece
    held.append(stream)
print("ready", flush=True)
sys.stdin.read()
for stream in held:
    # A connection that the server has closed meanwhile reads as ended. All are looked at before the first is closed.
    stream.setblocking(False)
    try:
        sys.exit(f"a connection that was idle got {stream.recv(1)!r}")
    except BlockingIOError:
        continue
for stream in held:
    stream.close()
