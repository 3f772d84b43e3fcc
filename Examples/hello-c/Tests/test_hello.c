/* test_hello.c - a test of hello.c. It is C and C++ at the same time. */
#include <modhost_test.h>

int main(int count, char **arguments) {
    modhost_test *server = modhost_test_open(count > 1 ? arguments[1] : "build/hello-c.so");

    modhost_test_response *response = modhost_test_get(server, "/c");
    MODHOST_TEST_EXPECT(response->status == 200);
    MODHOST_TEST_EXPECT_TEXT(response->body, "Hello from C\n");
    MODHOST_TEST_EXPECT_TEXT(modhost_test_header(response, "Content-Type", 0), "text/plain");
    modhost_test_free(response);

    response = modhost_test_get(server, "/other");
    MODHOST_TEST_EXPECT(response->status == 404);
    modhost_test_free(response);

    modhost_test_close(server);
    return modhost_test_result();
}
