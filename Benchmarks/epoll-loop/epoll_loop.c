/*
 * epoll_loop.c - the least that an HTTP server can do: the limit that the table shows beside the servers.
 *
 * One thread, one epoll instance. What comes before an empty line is a request, and is answered with the same fixed
 * bytes; a request that contains "Connection: close" is the last of its connection. Nothing else is looked at, and
 * there is no limit and no timeout: this is not a server for anyone.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    INPUT = 65536,
    PENDING = 8192,
    EVENTS = 512
};

#define ANSWER(connection) \
    "HTTP/1.1 200 OK\r\n" \
    "Server: epoll-loop\r\n" \
    "Date: Mon, 30 Nov 2026 12:00:00 GMT\r\n" \
    "Content-Type: text/plain\r\n" \
    "Content-Length: 13\r\n" \
    "Connection: " connection "\r\n" \
    "\r\n" \
    "Hello, World\n"

static const char answer[] = ANSWER("keep-alive");
static const char last_answer[] = ANSWER("close");

/* What came of a request that is not complete yet; most connections never have one. */
typedef struct {
    int descriptor;
    size_t length;
    char *pending;
} connection;

static char input[PENDING + INPUT];
static char output[(PENDING + INPUT) / 4 * sizeof answer];

static void end(const char *what) {
    perror(what);
    exit(1);
}

static void close_connection(connection *peer) {
    close(peer->descriptor);
    free(peer->pending);
    free(peer);
}

/* Sends all of it, or gives up: a client that does not read is none that this is for. */
static bool send_all(int descriptor, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t sent = send(descriptor, bytes, length, MSG_NOSIGNAL);
        if (sent < 0) {
            return false;
        }
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

/* Keeps what is left of the input for the next call; false if it is more than a head should be. */
static bool keep(connection *peer, const char *rest, size_t length) {
    if (length > PENDING) {
        return false;
    }
    if (length > 0 && peer->pending == NULL && (peer->pending = malloc(PENDING)) == NULL) {
        return false;
    }
    if (length > 0) {
        memcpy(peer->pending, rest, length);
    }
    peer->length = length;
    return true;
}

/* Answers what can be read now; false when the connection is over. */
static bool serve(connection *peer) {
    if (peer->length > 0) {
        memcpy(input, peer->pending, peer->length);
    }
    ssize_t count = recv(peer->descriptor, input + peer->length, INPUT, 0);
    if (count <= 0) {
        return count < 0 && errno == EAGAIN;
    }
    const char *start = input;
    const char *limit = input + peer->length + count;
    const char *blank;
    size_t filled = 0;
    bool last = false;
    while (!last && (blank = memmem(start, (size_t)(limit - start), "\r\n\r\n", 4)) != NULL) {
        last = memmem(start, (size_t)(blank - start), "\r\nConnection: close", 19) != NULL;
        size_t length = last ? sizeof last_answer - 1 : sizeof answer - 1;
        memcpy(output + filled, last ? last_answer : answer, length);
        filled += length;
        start = blank + 4;
    }
    return send_all(peer->descriptor, output, filled) && !last && keep(peer, start, (size_t)(limit - start));
}

static int listen_at(int port) {
    const int yes = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); /* what is accepted has it too */
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0) {
        end("listen");
    }
    return listener;
}

static void accept_all(int poller, int listener) {
    int descriptor;
    while ((descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        connection *peer = calloc(1, sizeof *peer);
        struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = peer}};
        if (peer == NULL) {
            end("calloc");
        }
        peer->descriptor = descriptor;
        if (epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event) != 0) {
            end("epoll_ctl");
        }
    }
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: epoll-loop PORT\n");
        return 2;
    }
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    int listener = listen_at(atoi(arguments[1]));
    int poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN};
    static struct epoll_event events[EVENTS];
    if (poller < 0 || epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event) != 0) {
        end("epoll");
    }
    for (;;) {
        int ready = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            connection *peer = events[i].data.ptr;
            if (peer == NULL) {
                accept_all(poller, listener);
            } else if (!serve(peer)) {
                close_connection(peer);
            }
        }
    }
}
