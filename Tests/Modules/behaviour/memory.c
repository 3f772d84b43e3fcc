/* memory.c - asks for memory of the exchange and of the connection, and looks at every byte of it. */
#include "probe.h"

static int bad = 0;

static void check(const char *bytes, size_t count) {
    if (bytes == NULL || ((uintptr_t)bytes & 15) != 0) bad += 1;
    /* Zero, and a zero behind it: modules write text without its end. */
    for (size_t i = 0; bytes != NULL && i <= count; i++)
        bad += bytes[i] != 0;
    if (bytes != NULL) memset((char *)(uintptr_t)bytes, 0xA5, count);
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    static const DWORD sizes[] = {0, 1, 15, 16, 17, 100, 4096, 8191, 8192, 8193, 70000, 131071, 131072, 1000000};
    IHttpConnection *connection = IHttpContext_GetConnection(context);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            check(IHttpContext_AllocateRequestMemory(context, sizes[i]), sizes[i]);
            const char *bytes = IHttpConnection_AllocateMemory(connection, sizes[i]);
            for (size_t j = 0; bytes != NULL && j <= sizes[i]; j++)
                bad += bytes[j] != 0;
            bad += bytes == NULL;
        }
    }
    /* By mistake: the host gives nothing, or pages that cost nothing until they are touched. */
    IHttpContext_AllocateRequestMemory(context, 0xFFFFFFFF);
    say("bad", "%d", bad);
}
