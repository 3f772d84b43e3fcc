/* test_client.h - what the functions of modhost_test.h do. Included by that header, and by nothing else. */
#ifndef MODHOST_TEST_CLIENT_H
#define MODHOST_TEST_CLIENT_H

#include "../modhost_test.h"

#ifndef MODHOST_TEST_HEADERS
#pragma GCC system_header
#endif

#define MODHOST_TEST_UNUSED __attribute__((unused))

struct modhost_test {
    pid_t process;
    int output; /* its standard output: a line comes when it serves */
    char folder[32];
    modhost_test *next;
};

/* Bytes that grow, with a zero behind them. */
typedef struct modhost_test_bytes {
    char *start;
    size_t size;
    size_t capacity;
} modhost_test_bytes;

struct modhost_test_exchange {
    int socket;
    int is_head;    /* the request is a HEAD, whose answer has no entity */
    int is_chunked; /* what the body is sent as */
    int has_ended;  /* no more bytes come */
    modhost_test_bytes received;
};

static modhost_test *modhost_test_servers;
static int modhost_test_failures;

static inline MODHOST_TEST_UNUSED void modhost_test_fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    modhost_test_failures++;
}

static inline MODHOST_TEST_UNUSED void modhost_test_expect_text(
    const char *file, int line, const char *text, const char *expected) {
    if (text && expected && strcmp(text, expected) == 0) return;
    modhost_test_fail(
        "%s:%d: expected \"%s\", and it is \"%s\"", file, line, expected ? expected : "(null)", text ? text : "(null)");
}

static inline MODHOST_TEST_UNUSED void *modhost_test_memory(void *old, size_t size) {
    void *memory = realloc(old, size);
    if (memory) return memory;
    fputs("modhost_test.h: no memory is left for the test; free some.\n", stderr);
    abort();
}

static inline MODHOST_TEST_UNUSED void modhost_test_add(modhost_test_bytes *bytes, const void *more, size_t size) {
    if (bytes->capacity - bytes->size <= size) {
        bytes->capacity = 2 * (bytes->size + size) + 256;
        bytes->start = (char *)modhost_test_memory(bytes->start, bytes->capacity);
    }
    if (size) memcpy(bytes->start + bytes->size, more, size);
    bytes->size += size;
    bytes->start[bytes->size] = 0;
}

static inline MODHOST_TEST_UNUSED void modhost_test_add_text(modhost_test_bytes *bytes, const char *text) {
    modhost_test_add(bytes, text, strlen(text));
}

/* ---- The server ---- */

static inline MODHOST_TEST_UNUSED void modhost_test_close_all(void) {
    while (modhost_test_servers)
        modhost_test_close(modhost_test_servers);
}

static inline MODHOST_TEST_UNUSED int modhost_test_result(void) {
    modhost_test_close_all();
    return modhost_test_failures ? 1 : 0;
}

/* Becomes modhost, in the child. The kernel ends it if the test is killed. */
static inline MODHOST_TEST_UNUSED void modhost_test_become(char *const *words, pid_t parent, int output) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent || dup2(output, STDOUT_FILENO) < 0) _exit(126);
    execvp(words[0], words);
    _exit(127);
}

/* Waits for the end; 0 if that was no success. */
static inline MODHOST_TEST_UNUSED int modhost_test_reap(modhost_test *server) {
    int status = 0;
    while (waitpid(server->process, &status, 0) < 0) {
        if (errno != EINTR) return 0;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
        modhost_test_fail("modhost was not found: set MODHOST to its path, or add its folder to PATH.");
        return 1;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static inline MODHOST_TEST_UNUSED void modhost_test_forget(modhost_test *server) {
    modhost_test **place = &modhost_test_servers;
    char path[64];
    while (*place && *place != server)
        place = &(*place)->next;
    if (*place) *place = server->next;
    close(server->output);
    snprintf(path, sizeof path, "%s/socket", server->folder);
    unlink(path);
    rmdir(server->folder);
    free(server);
}

/* Starts the process with its output in a pipe; 0 if it cannot. */
static inline MODHOST_TEST_UNUSED int modhost_test_start(modhost_test *server, const char *const *arguments) {
    const char *program = getenv("MODHOST");
    size_t count = 0;
    char address[64];
    int ends[2];
    pid_t parent = getpid();
    while (arguments[count])
        count++;
    snprintf(address, sizeof address, "unix:%s/socket", server->folder);
    if (pipe(ends) != 0) return 0;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    const char *fixed[] = {
        program && *program ? program : "modhost",
        "serve",
        "--listen",
        address,
        "--trust-proxy",
        "unix:",
        "--proxy-protocol",
        "--log-level",
        "warning"};
    size_t fixed_count = sizeof fixed / sizeof fixed[0];
    char **words = (char **)modhost_test_memory(NULL, (fixed_count + count + 1) * sizeof(char *));
    memcpy(words, fixed, sizeof fixed);
    memcpy(words + fixed_count, arguments, (count + 1) * sizeof(char *));
    fflush(NULL);
    server->process = fork();
    if (server->process == 0) modhost_test_become(words, parent, ends[1]);
    free(words);
    close(ends[1]);
    server->output = ends[0];
    return server->process > 0;
}

static inline MODHOST_TEST_UNUSED modhost_test *modhost_test_open_with(const char *const *arguments) {
    static int is_registered;
    modhost_test *server = (modhost_test *)modhost_test_memory(NULL, sizeof *server);
    char byte = 0;
    ssize_t got = 0;
    memset(server, 0, sizeof *server);
    server->output = -1;
    strcpy(server->folder, "/tmp/modhost-test-XXXXXX");
    if (!mkdtemp(server->folder) || !modhost_test_start(server, arguments)) {
        modhost_test_fail("modhost cannot be started: %s.", strerror(errno));
        modhost_test_forget(server);
        return NULL;
    }
    do {
        got = read(server->output, &byte, 1);
    } while (got == 1 ? byte != '\n' : got < 0 && errno == EINTR);
    if (got != 1) {
        if (!modhost_test_reap(server)) modhost_test_fail("modhost did not start; the reason stands above.");
        modhost_test_forget(server);
        return NULL;
    }
    server->next = modhost_test_servers;
    modhost_test_servers = server;
    if (!is_registered) atexit(modhost_test_close_all);
    is_registered = 1;
    return server;
}

static inline MODHOST_TEST_UNUSED modhost_test *modhost_test_open(const char *module) {
    const char *arguments[2] = {module, NULL};
    return modhost_test_open_with(arguments);
}

static inline MODHOST_TEST_UNUSED void modhost_test_close(modhost_test *server) {
    if (!server) return;
    kill(server->process, SIGTERM);
    if (!modhost_test_reap(server)) modhost_test_fail("modhost did not end with success; the reason stands above.");
    modhost_test_forget(server);
}

/* ---- The request ---- */

static inline MODHOST_TEST_UNUSED int modhost_test_write(
    modhost_test_exchange *exchange, const char *bytes, size_t size) {
    while (exchange && size > 0) {
        ssize_t sent = send(exchange->socket, bytes, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return 0;
        bytes += sent;
        size -= (size_t)sent;
    }
    return exchange != NULL;
}

static inline MODHOST_TEST_UNUSED int modhost_test_has(const char *const *headers, const char *name) {
    size_t length = strlen(name);
    for (; headers && *headers; headers++) {
        if (strncasecmp(*headers, name, length) == 0 && (*headers)[length] == ':') return 1;
    }
    return 0;
}

/* The header of the PROXY protocol, by which the server learns where the client is. */
static inline MODHOST_TEST_UNUSED void modhost_test_add_proxy(
    modhost_test_bytes *head, const modhost_test_request *request) {
    const char *client = request->client ? request->client : "127.0.0.1";
    int is_long = strchr(client, ':') != NULL;
    const char *local = request->local ? request->local : is_long ? "::1" : "127.0.0.1";
    char line[192];
    snprintf(
        line, sizeof line, "PROXY TCP%d %.60s %.60s %d %d\r\n", is_long ? 6 : 4, client, local,
        request->client_port ? request->client_port : 50000, request->local_port ? request->local_port : 80);
    modhost_test_add_text(head, line);
}

static inline MODHOST_TEST_UNUSED void modhost_test_add_head(
    modhost_test_bytes *head, const modhost_test_request *request) {
    const char *const *headers = request->headers;
    char length[64];
    modhost_test_add_text(head, request->method ? request->method : "GET");
    modhost_test_add_text(head, " ");
    modhost_test_add_text(head, request->target ? request->target : "/");
    modhost_test_add_text(head, " HTTP/1.1\r\n");
    if (!modhost_test_has(headers, "Host")) modhost_test_add_text(head, "Host: test\r\n");
    if (!modhost_test_has(headers, "Connection")) modhost_test_add_text(head, "Connection: close\r\n");
    for (; headers && *headers; headers++) {
        modhost_test_add_text(head, *headers);
        modhost_test_add_text(head, "\r\n");
    }
    if (!modhost_test_has(request->headers, "Content-Length")) {
        snprintf(length, sizeof length, "Content-Length: %zu\r\n", request->body_size);
        if (request->in_pieces) modhost_test_add_text(head, "Transfer-Encoding: chunked\r\n");
        if (!request->in_pieces && request->body) modhost_test_add_text(head, length);
    }
    modhost_test_add_text(head, "\r\n");
    if (!request->in_pieces && request->body) modhost_test_add(head, request->body, request->body_size);
}

static inline MODHOST_TEST_UNUSED int modhost_test_connect(const modhost_test *server) {
    struct sockaddr_un address;
    struct timeval limit = {MODHOST_TEST_SECONDS, 0};
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", server->folder);
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(descriptor, (const struct sockaddr *)&address, sizeof address) == 0) return descriptor;
    modhost_test_fail("modhost takes no connection: %s.", strerror(errno));
    if (descriptor >= 0) close(descriptor);
    return -1;
}

static inline MODHOST_TEST_UNUSED modhost_test_exchange *modhost_test_begin(
    modhost_test *server, const modhost_test_request *request) {
    int descriptor = server ? modhost_test_connect(server) : -1;
    if (descriptor < 0) return NULL;
    modhost_test_exchange *exchange = (modhost_test_exchange *)modhost_test_memory(NULL, sizeof *exchange);
    modhost_test_bytes head = {NULL, 0, 0};
    memset(exchange, 0, sizeof *exchange);
    exchange->socket = descriptor;
    exchange->is_head = request->method && strcmp(request->method, "HEAD") == 0;
    exchange->is_chunked = request->in_pieces && !modhost_test_has(request->headers, "Content-Length");
    modhost_test_add_proxy(&head, request);
    modhost_test_add_head(&head, request);
    /* A server that answers before it has read all of it closes early: what it has answered is still there to be read. */
    modhost_test_write(exchange, head.start, head.size);
    free(head.start);
    return exchange;
}

static inline MODHOST_TEST_UNUSED int modhost_test_send(
    modhost_test_exchange *exchange, const void *bytes, size_t size) {
    char length[32];
    if (!exchange || size == 0) return exchange != NULL;
    if (!exchange->is_chunked) return modhost_test_write(exchange, (const char *)bytes, size);
    snprintf(length, sizeof length, "%zx\r\n", size);
    return modhost_test_write(exchange, length, strlen(length))
           && modhost_test_write(exchange, (const char *)bytes, size) && modhost_test_write(exchange, "\r\n", 2);
}

static inline MODHOST_TEST_UNUSED void modhost_test_end_body(modhost_test_exchange *exchange) {
    if (exchange && exchange->is_chunked) modhost_test_write(exchange, "0\r\n\r\n", 5);
}

/* ---- The response ---- */

static inline MODHOST_TEST_UNUSED const char *modhost_test_header(
    const modhost_test_response *response, const char *name, int number) {
    const char *field = response && response->fields ? response->fields : "";
    while (*field) {
        const char *value = field + strlen(field) + 1;
        if (strcasecmp(field, name) == 0 && number-- == 0) return value;
        field = value + strlen(value) + 1;
    }
    return NULL;
}

static inline MODHOST_TEST_UNUSED void modhost_test_free(modhost_test_response *response) {
    if (!response) return;
    free(response->reason);
    free(response->body);
    free(response->fields);
    free(response);
}

/* A response of which nothing has come. */
static inline MODHOST_TEST_UNUSED modhost_test_response *modhost_test_no_response(void) {
    modhost_test_response *response = (modhost_test_response *)modhost_test_memory(NULL, sizeof *response);
    memset(response, 0, sizeof *response);
    response->reason = (char *)modhost_test_memory(NULL, 1);
    response->body = (char *)modhost_test_memory(NULL, 1);
    response->fields = (char *)modhost_test_memory(NULL, 1);
    response->reason[0] = response->body[0] = response->fields[0] = 0;
    return response;
}

/* Reads status, reason and fields out of a whole head: names and values with a zero behind each. */
static inline MODHOST_TEST_UNUSED void modhost_test_read_head(
    modhost_test_response *response, const char *head, const char *end) {
    modhost_test_bytes reason = {NULL, 0, 0}, fields = {NULL, 0, 0};
    const char *line = strstr(head, "\r\n");
    response->status = atoi(head + strlen("HTTP/1.1 "));
    if (line - head > 13) modhost_test_add(&reason, head + 13, (size_t)(line - head - 13));
    while (line && line < end) {
        const char *name = line + 2, *next = strstr(name, "\r\n"), *colon = strchr(name, ':');
        if (colon && next && colon < next) {
            const char *value = colon + 1;
            while (*value == ' ')
                value++;
            modhost_test_add(&fields, name, (size_t)(colon - name));
            modhost_test_add(&fields, "", 1);
            modhost_test_add(&fields, value, (size_t)(next - value));
            modhost_test_add(&fields, "", 1);
        }
        line = next;
    }
    modhost_test_add(&reason, "", 0);
    modhost_test_add(&fields, "", 1);
    free(response->reason);
    free(response->fields);
    response->reason = reason.start;
    response->fields = fields.start;
}

/* Takes the chunks out of their framing. 1 if the last one has come. */
static inline MODHOST_TEST_UNUSED int modhost_test_read_chunks(
    modhost_test_bytes *body, const char *bytes, const char *end) {
    while (bytes < end) {
        char *line = NULL;
        size_t size = strtoul(bytes, &line, 16);
        const char *start = strstr(line, "\r\n");
        if (line == bytes || !start) return 0;
        if (size == 0) return strstr(start, "\r\n\r\n") || strncmp(start, "\r\n\r\n", 4) == 0;
        start += 2;
        if (size > (size_t)(end - start)) size = (size_t)(end - start);
        modhost_test_add(body, start, size);
        if ((size_t)(end - start) < size + 2) return 0;
        bytes = start + size + 2;
    }
    return 0;
}

/* What has come so far, as a response. */
static inline MODHOST_TEST_UNUSED modhost_test_response *modhost_test_decode(const modhost_test_exchange *exchange) {
    modhost_test_response *response = modhost_test_no_response();
    const char *head = exchange->received.start, *end = head ? head + exchange->received.size : NULL;
    /* 100 Continue and its like come before the response. */
    while (head && strncmp(head, "HTTP/1.1 1", 10) == 0 && strstr(head, "\r\n\r\n"))
        head = strstr(head, "\r\n\r\n") + 4;
    const char *start = head ? strstr(head, "\r\n\r\n") : NULL;
    if (!start) return response;
    modhost_test_read_head(response, head, start);
    const char *length = modhost_test_header(response, "Content-Length", 0);
    const char *coding = modhost_test_header(response, "Transfer-Encoding", 0);
    modhost_test_bytes body = {NULL, 0, 0};
    modhost_test_add(&body, "", 0);
    start += 4;
    if (coding && strcasecmp(coding, "chunked") == 0 && !exchange->is_head) {
        response->is_complete = modhost_test_read_chunks(&body, start, end);
    } else {
        modhost_test_add(&body, start, (size_t)(end - start));
        if (exchange->is_head || response->status == 204 || response->status == 304) {
            response->is_complete = 1;
        } else {
            response->is_complete = length ? body.size >= strtoul(length, NULL, 10) : exchange->has_ended;
        }
    }
    free(response->body);
    response->body = body.start;
    response->size = body.size;
    return response;
}

/* Reads more of the response. 0 if nothing more comes. */
static inline MODHOST_TEST_UNUSED int modhost_test_read(modhost_test_exchange *exchange) {
    char bytes[16384];
    ssize_t got = 0;
    do {
        got = recv(exchange->socket, bytes, sizeof bytes, 0);
    } while (got < 0 && errno == EINTR);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        modhost_test_fail(
            "the response did not come in %d seconds; the module may wait for something.", MODHOST_TEST_SECONDS);
    }
    if (got <= 0) {
        exchange->has_ended = 1;
        return 0;
    }
    modhost_test_add(&exchange->received, bytes, (size_t)got);
    return 1;
}

static inline MODHOST_TEST_UNUSED int modhost_test_await(modhost_test_exchange *exchange, size_t size) {
    while (exchange) {
        modhost_test_response *response = modhost_test_decode(exchange);
        int is_there = response->status != 0 && response->size >= size;
        int is_over = response->is_complete || exchange->has_ended;
        modhost_test_free(response);
        if (is_there || is_over) return is_there;
        modhost_test_read(exchange);
    }
    return 0;
}

static inline MODHOST_TEST_UNUSED void modhost_test_leave(modhost_test_exchange *exchange) {
    if (!exchange) return;
    close(exchange->socket);
    free(exchange->received.start);
    free(exchange);
}

static inline MODHOST_TEST_UNUSED modhost_test_response *modhost_test_finish(modhost_test_exchange *exchange) {
    modhost_test_response *response = NULL;
    if (!exchange) return modhost_test_no_response();
    while (1) {
        response = modhost_test_decode(exchange);
        if (response->is_complete || exchange->has_ended) break;
        modhost_test_free(response);
        modhost_test_read(exchange);
    }
    modhost_test_leave(exchange);
    return response;
}

static inline MODHOST_TEST_UNUSED modhost_test_response *modhost_test_send_request(
    modhost_test *server, const modhost_test_request *request) {
    return modhost_test_finish(modhost_test_begin(server, request));
}

static inline MODHOST_TEST_UNUSED modhost_test_response *modhost_test_get(modhost_test *server, const char *target) {
    modhost_test_request request;
    memset(&request, 0, sizeof request);
    request.target = target;
    return modhost_test_send_request(server, &request);
}

#endif
