/* modhost_test.h - tests of modules in C11 or C++14, without further libraries.
 *
 * A test is a program. It starts modhost with the module on a socket in a folder of its own, talks HTTP to it, and states what
 * comes back:
 *
 *     #include <modhost_test.h>
 *
 *     int main(void) {
 *         modhost_test *server = modhost_test_open("build/hello.so");
 *         modhost_test_response *response = modhost_test_get(server, "/c");
 *         MODHOST_TEST_EXPECT(response->status == 200);
 *         MODHOST_TEST_EXPECT_TEXT(response->body, "Hello from C\n");
 *         modhost_test_free(response);
 *         modhost_test_close(server);
 *         return modhost_test_result();
 *     }
 *
 * It is compiled with `cc -I` and the folder of this header, and finds modhost by the variable MODHOST, or else by PATH.
 *
 * What goes wrong outside of the module is one sentence on standard error and makes the result a failure; the functions
 * answer an empty response then, and take null for anything that has not come about. Include the header first, and in one
 * source of the program: each source that includes it has servers and failures of its own. One thread at a time may use a
 * server. */
#ifndef MODHOST_TEST_H
#define MODHOST_TEST_H

#if !defined _DEFAULT_SOURCE && !defined _GNU_SOURCE
#define _DEFAULT_SOURCE
#endif

#ifndef MODHOST_TEST_HEADERS
#pragma GCC system_header
#endif

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* Seconds for which a test waits for bytes. Define it before the header for another limit. */
#ifndef MODHOST_TEST_SECONDS
#define MODHOST_TEST_SECONDS 30
#endif

/* A modhost that runs for this test. */
typedef struct modhost_test modhost_test;

/* A request under way, as its client sees it. */
typedef struct modhost_test_exchange modhost_test_exchange;

/* What a client sends. Set it to zero and fill in what the test is about. */
typedef struct modhost_test_request {
    const char *method;         /* null for GET */
    const char *target;         /* path and query as on the wire; null for "/" */
    const char *const *headers; /* lines such as "X-One: 1", the last one null; null for none */
    const void *body;           /* null for none */
    size_t body_size;
    int in_pieces;              /* the body comes by modhost_test_send; chunked, unless headers has a Content-Length */
    const char *client;         /* the address of the client in numbers, IPv4 or IPv6; null for 127.0.0.1 */
    unsigned short client_port; /* 0 for 50000 */
    const char *local;         /* the address that it connected to, of the same family; null for the loopback address */
    unsigned short local_port; /* 0 for 80 */
} modhost_test_request;

/* What came back. It belongs to the test, which gives it to modhost_test_free. */
typedef struct modhost_test_response {
    int status;      /* 0 if the connection ended before a response had begun */
    char *reason;    /* never null */
    char *body;      /* the entity, without the framing of HTTP, and a zero behind it; never null */
    size_t size;     /* bytes of the entity */
    int is_complete; /* the response has come to its end; 0 if it broke off */
    char *fields;    /* for modhost_test_header */
} modhost_test_response;

/* Starts modhost with one module file. Returns when it serves; null if it does not start. */
static inline modhost_test *modhost_test_open(const char *module);

/* Starts modhost with these arguments of `modhost serve`, the last one null: module files and options. */
static inline modhost_test *modhost_test_open_with(const char *const *arguments);

/* Ends modhost, which calls Terminate of its modules, and waits for that. Called by itself at the end of the program; a server
 * whose test crashes ends too. A server that does not end with success is a failure. */
static inline void modhost_test_close(modhost_test *server);

/* Sends a GET without a body, and waits for the answer. Never null. */
static inline modhost_test_response *modhost_test_get(modhost_test *server, const char *target);

/* Sends a request, and waits for the answer. Never null. */
static inline modhost_test_response *modhost_test_send_request(
    modhost_test *server, const modhost_test_request *request);

/* Sends the head of a request, and its body unless that comes in pieces. Null if there is no server. */
static inline modhost_test_exchange *modhost_test_begin(modhost_test *server, const modhost_test_request *request);

/* Sends a piece of the body. 0 if the server takes no more. */
static inline int modhost_test_send(modhost_test_exchange *exchange, const void *bytes, size_t size);

/* Ends a body that came in pieces. */
static inline void modhost_test_end_body(modhost_test_exchange *exchange);

/* Waits until the head of the response has come, and `size` bytes of its entity. 0 if the response ends before. */
static inline int modhost_test_await(modhost_test_exchange *exchange, size_t size);

/* The client leaves: before, amid or after the response. Ends the exchange. */
static inline void modhost_test_leave(modhost_test_exchange *exchange);

/* Waits for the end of the response, and ends the exchange. Never null. */
static inline modhost_test_response *modhost_test_finish(modhost_test_exchange *exchange);

/* The value of a field by name in any case, and by number from 0 if there are several; null if there is none. */
static inline const char *modhost_test_header(const modhost_test_response *response, const char *name, int number);

/* Frees a response. */
static inline void modhost_test_free(modhost_test_response *response);

/* What main returns: 0 if all went as stated, else 1. Closes the servers that are open. */
static inline int modhost_test_result(void);

/* States a condition. If it is false, a line says so with the place, and the test goes on. */
#define MODHOST_TEST_EXPECT(condition) \
    ((condition) ? (void)0 : modhost_test_fail("%s:%d: expected %s", __FILE__, __LINE__, #condition))

/* States that a text is the expected one. */
#define MODHOST_TEST_EXPECT_TEXT(text, expected) modhost_test_expect_text(__FILE__, __LINE__, text, expected)

/* Notes a failure: a line on standard error, in the format of printf. For statements of your own. */
static inline void modhost_test_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#include "modhost/test_client.h"

#endif
