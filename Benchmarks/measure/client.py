"""A client that sends an exact number of requests and checks every answer."""

import socket

from measure.failure import Failure

BODY = b"Hello, World\n"


def request_for(port):
    """The bytes that wrk sends, so that counting and timing see the same request."""
    return f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()


def send_exactly(port, count, connections=1, timeout=60):
    """Sends `count` requests over `connections` keep-alive connections, each time one on every connection.

    Returns the head of the last answer. Raises a failure at the first answer that is not 200 with the body.
    """
    streams = [Stream(port, timeout) for _ in range(connections)]
    try:
        sent = 0
        head = b""
        while sent < count:
            batch = streams[: count - sent]
            for stream in batch:
                stream.send()
            for stream in batch:
                head = stream.receive()
            sent += len(batch)
        return head
    except OSError as error:
        raise Failure(f"The server on port {port} stopped answering after about {sent} requests: {error}.") from None
    finally:
        for stream in streams:
            stream.close()


def first_answer(port, target="/", fields=(), body=b"", timeout=10):
    """Sends one request, and returns head and body of the answer. Without a Content-Length it is a failure."""
    head = [f"{'POST' if body else 'GET'} {target} HTTP/1.1", f"Host: 127.0.0.1:{port}", *fields]
    if body:
        head.append(f"Content-Length: {len(body)}")
    data = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=timeout) as stream:
            stream.sendall("\r\n".join([*head, "", ""]).encode() + body)
            while True:
                head, end, answer = data.partition(b"\r\n\r\n")
                if end and len(answer) >= content_length(head):
                    return head, answer
                more = stream.recv(1 << 20)
                if not more:
                    raise Failure(f"The server on port {port} broke its first answer off: {data[:300]!r}.")
                data += more
    except OSError as error:
        raise Failure(f"The server on port {port} did not answer a first request: {error}.") from None


def content_length(head):
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise Failure(f"An answer has no Content-Length: {head!r}.")


class Stream:
    """One connection."""

    def __init__(self, port, timeout):
        self.port = port
        self.request = request_for(port)
        try:
            self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        except OSError as error:
            raise Failure(f"The server on port {port} refused a connection: {error}.") from None
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self):
        self.socket.sendall(self.request)

    def receive(self):
        """Reads one answer, checks it, and returns its head."""
        data = b""
        while True:
            head, end, body = data.partition(b"\r\n\r\n")
            if end and len(body) >= len(BODY):
                break
            more = self.socket.recv(65536)
            if not more:
                raise Failure(f"The server on port {self.port} closed a keep-alive connection after {data[:200]!r}.")
            data += more
        if not head.startswith(b"HTTP/1.1 200 ") or body != BODY:
            raise Failure(f"The server on port {self.port} answered with something else than expected: {data[:300]!r}.")
        if b"\r\ncontent-type: text/plain" not in head.lower() or b"\r\ncontent-length: 13" not in head.lower():
            raise Failure(f"The server on port {self.port} left out a header field: {head!r}.")
        return head

    def close(self):
        self.socket.close()
