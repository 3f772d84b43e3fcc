/* every_function.c - a test with modhost_test.h that calls each of its functions; C and C++ at the same time.
 *
 * Arguments: the modules variables.so, bodies.so and recorder.so, made of sources of Tests/Modules/behaviour. With a single
 * argument: only states that a module at that path can be opened. */
#include <modhost_test.h>

static void expect_has(const modhost_test_response *response, const char *line) {
    if (!strstr(response->body, line)) modhost_test_fail("%s is missing in:\n%s", line, response->body);
}

static void sees_the_client(const char *module) {
    static const char *const headers[] = {"X-One: 1", "Host: example.org", NULL};
    modhost_test *server = modhost_test_open(module);
    modhost_test_request request;
    memset(&request, 0, sizeof request);
    request.target = "/a?b=c";
    request.headers = headers;
    request.client = "192.0.2.7";
    request.client_port = 4711;
    modhost_test_response *response = modhost_test_send_request(server, &request);
    MODHOST_TEST_EXPECT(response->status == 200 && response->is_complete);
    MODHOST_TEST_EXPECT_TEXT(response->reason, "OK");
    expect_has(response, "REMOTE_ADDR=192.0.2.7\n");
    expect_has(response, "HTTP_X_ONE=1\n");
    expect_has(response, "HTTP_HOST=example.org\n");
    expect_has(response, "QUERY_STRING=b=c\n");
    MODHOST_TEST_EXPECT_TEXT(modhost_test_header(response, "CONNECTION", 0), "close");
    MODHOST_TEST_EXPECT(modhost_test_header(response, "Connection", 1) == NULL);
    modhost_test_free(response);

    request.client = "2001:db8::7";
    response = modhost_test_send_request(server, &request);
    expect_has(response, "REMOTE_ADDR=2001:db8::7\n");
    modhost_test_free(response);

    request.method = "HEAD";
    response = modhost_test_send_request(server, &request);
    MODHOST_TEST_EXPECT(response->status == 200 && response->is_complete && response->size == 0);
    modhost_test_free(response);
    modhost_test_close(server);
}

static void sends_bodies(const char *module) {
    static const char *const known[] = {"Content-Length: 5", NULL};
    const char *arguments[] = {module, "--threads", "1", NULL};
    modhost_test *server = modhost_test_open_with(arguments);
    modhost_test_request request;
    memset(&request, 0, sizeof request);
    request.method = "POST";
    request.target = "/sync";
    request.body = "whole";
    request.body_size = 5;
    modhost_test_response *response = modhost_test_send_request(server, &request);
    MODHOST_TEST_EXPECT_TEXT(response->body, "whole");
    modhost_test_free(response);

    for (int is_known = 0; is_known < 2; is_known++) {
        request.in_pieces = 1;
        request.headers = is_known ? known : NULL;
        modhost_test_exchange *exchange = modhost_test_begin(server, &request);
        MODHOST_TEST_EXPECT(modhost_test_send(exchange, "ab", 2));
        MODHOST_TEST_EXPECT(modhost_test_send(exchange, "cde", 3));
        modhost_test_end_body(exchange);
        response = modhost_test_finish(exchange);
        MODHOST_TEST_EXPECT_TEXT(response->body, "abcde");
        modhost_test_free(response);
    }

    modhost_test_exchange *leaving = modhost_test_begin(server, &request);
    modhost_test_send(leaving, "ab", 2);
    modhost_test_leave(leaving);
    response = modhost_test_get(server, "/none");
    MODHOST_TEST_EXPECT(response->status == 200);
    modhost_test_free(response);
    /* The end of the program closes it. */
}

static void reads_pieces(const char *module) {
    static const char *const headers[] = {
        "X-Do: recorder.OnExecuteRequestHandler=status:299+entity:one +flush+entity:two+finish", NULL};
    modhost_test *server = modhost_test_open(module);
    modhost_test_request request;
    memset(&request, 0, sizeof request);
    request.headers = headers;
    modhost_test_response *response = modhost_test_send_request(server, &request);
    MODHOST_TEST_EXPECT(response->status == 299 && response->is_complete && response->size == 7);
    MODHOST_TEST_EXPECT_TEXT(response->reason, "Of a module");
    MODHOST_TEST_EXPECT_TEXT(response->body, "one two");
    modhost_test_free(response);

    modhost_test_exchange *exchange = modhost_test_begin(server, &request);
    MODHOST_TEST_EXPECT(modhost_test_await(exchange, 4));
    modhost_test_leave(exchange);

    exchange = modhost_test_begin(server, &request);
    MODHOST_TEST_EXPECT(modhost_test_await(exchange, 7));
    MODHOST_TEST_EXPECT(!modhost_test_await(exchange, 8));
    modhost_test_free(modhost_test_finish(exchange));
    modhost_test_close(server);
}

static void takes_null(void) {
    modhost_test_request request;
    memset(&request, 0, sizeof request);
    MODHOST_TEST_EXPECT(modhost_test_begin(NULL, &request) == NULL);
    MODHOST_TEST_EXPECT(!modhost_test_send(NULL, "a", 1));
    MODHOST_TEST_EXPECT(!modhost_test_await(NULL, 0));
    MODHOST_TEST_EXPECT(modhost_test_header(NULL, "X", 0) == NULL);
    modhost_test_end_body(NULL);
    modhost_test_leave(NULL);
    modhost_test_free(NULL);
    modhost_test_close(NULL);
    modhost_test_response *response = modhost_test_finish(NULL);
    MODHOST_TEST_EXPECT(response->status == 0 && !response->is_complete);
    MODHOST_TEST_EXPECT_TEXT(response->body, "");
    modhost_test_free(response);
}

int main(int count, char **arguments) {
    if (count == 2) MODHOST_TEST_EXPECT(modhost_test_open(arguments[1]) != NULL);
    if (count == 4) {
        takes_null();
        sees_the_client(arguments[1]);
        sends_bodies(arguments[2]);
        reads_pieces(arguments[3]);
    }
    return modhost_test_result();
}
