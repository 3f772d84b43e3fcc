"""A client that sends an exact number of requests and checks every answer."""

import socket

from measure.failure import Failure

BODY = b"Hello, World\n"


def request_for(port, target="/", fields=(), body=b""):
    """The bytes that wrk sends, so that counting and timing see the same request."""
    head = [f"{'POST' if body else 'GET'} {target} HTTP/1.1", f"Host: 127.0.0.1:{port}", *fields]
    if body:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*head, "", ""]).encode() + body


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


def send_one_by_one(port, scenario, count, settle=lambda: None, timeout=60):
    """Sends `count` requests of `scenario`, each when the one before is answered and `settle` has returned.

    With "Connection: close" among its fields each has a connection of its own, and the server closes it first.
    """
    closes = "Connection: close" in scenario.fields
    request = request_for(port, scenario.target, scenario.fields, b"x" * scenario.body)
    stream = None
    for sent in range(count):
        settle()
        try:
            stream = stream or Stream(port, timeout, request, scenario.answer)
            stream.send()
            stream.receive()
            if closes:
                stream.await_end()
                stream.close()
                stream = None
        except OSError as error:
            raise Failure(f"The server on port {port} stopped answering after {sent} requests: {error}.") from None
    if stream:
        stream.close()


def first_answer(port, target="/", fields=(), body=b"", timeout=10):
    """Sends one request, and returns head and body of the answer. Without a Content-Length it is a failure."""
    data = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=timeout) as stream:
            stream.sendall(request_for(port, target, fields, body))
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
    """One connection, on which one request is sent again and again, and one answer expected."""

    def __init__(self, port, timeout, request=None, answer=BODY):
        self.port = port
        self.request = request or request_for(port)
        self.answer = answer
        self.socket = socket.socket()
        self.socket.settimeout(timeout)
        # On this side of a connection it keeps back the end of the handshake until there is something to send. So the
        # server always finds a request on a connection that it accepts, and none that is yet to come.
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
        try:
            self.socket.connect(("127.0.0.1", port))
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
            if end and len(body) >= len(self.answer):
                break
            more = self.socket.recv(65536)
            if not more:
                raise Failure(f"The server on port {self.port} closed a keep-alive connection after {data[:200]!r}.")
            data += more
        if not head.startswith(b"HTTP/1.1 200 ") or body != self.answer:
            raise Failure(f"The server on port {self.port} answered with something else than expected: {data[:300]!r}.")
        length = b"\r\ncontent-length: %d" % len(self.answer)
        if b"\r\ncontent-type: text/plain" not in head.lower() or length not in head.lower():
            raise Failure(f"The server on port {self.port} left out a header field: {head!r}.")
        return head

    def await_end(self):
        """Waits until the server has closed its side."""
        if data := self.socket.recv(65536):
            raise Failure(f"The server on port {self.port} sent more than its answer: {data[:300]!r}.")

    def close(self):
        self.socket.close()
