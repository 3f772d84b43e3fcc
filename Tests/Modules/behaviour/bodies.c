/*
 * bodies.c - reads the body of the request and answers with it.
 *
 * /sync: in pieces of seven bytes. /insert: after two bodies of its own. /fill: with the flag that fills the buffer.
 * /async: asynchronously, told by OnAsyncCompletion. /callback: told by a function. /none: reads nothing.
 */
#include "probe.h"

#include <pthread.h>

typedef struct Reading {
    char buffer[1024];
    char text[65536];
    size_t length;
    BOOL with_callback;
} Reading;

static void finish(IHttpContext *context, Reading *reading, const char *end) {
    HTTP_DATA_CHUNK chunk = memory_chunk(reading->text, reading->length);
    DWORD sent = 0;
    IHttpResponse *response = IHttpContext_GetResponse(context);
    IHttpResponse_SetHeaderByName(response, "X-End", end, (USHORT)strlen(end), TRUE);
    if (reading->length > 0) IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, TRUE, &sent, NULL);
}

static void take(Reading *reading, size_t count) {
    if (reading->length + count > sizeof reading->text) count = sizeof reading->text - reading->length;
    memcpy(reading->text + reading->length, reading->buffer, count);
    reading->length += count;
}

static Reading *make_reading(IHttpContext *context) {
    return IHttpContext_AllocateRequestMemory(context, sizeof(Reading));
}

static void read_synchronously(IHttpContext *context, DWORD size, BOOL fill) {
    IHttpRequest4 *request = (IHttpRequest4 *)IHttpContext_GetRequest(context);
    Reading *reading = make_reading(context);
    char text[128];
    HRESULT hr = S_OK;
    int reads = 0;
    DWORD before = IHttpRequest4_GetRemainingEntityBytes(request);
    for (;;) {
        DWORD got = 77;
        hr = fill ? IHttpRequest4_ReadEntityBodyFlags(request, reading->buffer, size, FALSE, 1, &got, NULL)
                  : IHttpRequest4_ReadEntityBody(request, reading->buffer, size, FALSE, &got, NULL);
        if (FAILED(hr)) break;
        reads += 1;
        take(reading, got);
    }
    snprintf(
        text, sizeof text, "0x%08X reads=%d before=%u after=%u", (unsigned)hr, reads, before,
        IHttpRequest4_GetRemainingEntityBytes(request));
    finish(context, reading, text);
}

/* ---- Asynchronously ---- */

static Reading *current;

static REQUEST_NOTIFICATION_STATUS completed(IHttpContext *context, IHttpCompletionInfo *info);

static REQUEST_NOTIFICATION_STATUS on_callback(IHttpContext3 *context, IHttpCompletionInfo2 *info, void *argument) {
    if (argument != current) abort();
    return completed((IHttpContext *)context, (IHttpCompletionInfo *)info);
}

/* Reads on. Without a place for the answer the host always tells by a completion. */
static REQUEST_NOTIFICATION_STATUS read_on(IHttpContext *context) {
    IHttpRequest3 *request = (IHttpRequest3 *)IHttpContext_GetRequest(context);
    HRESULT hr =
        current->with_callback
            ? IHttpRequest3_ReadEntityBodyCb(request, current->buffer, 100, TRUE, on_callback, current, NULL, NULL)
            : IHttpRequest3_ReadEntityBody(request, current->buffer, 100, TRUE, NULL, NULL);
    if (hr == S_OK) return RQ_NOTIFICATION_PENDING;
    finish(context, current, "refused");
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static REQUEST_NOTIFICATION_STATUS completed(IHttpContext *context, IHttpCompletionInfo *info) {
    HRESULT hr = IHttpCompletionInfo_GetCompletionStatus(info);
    char text[128];
    if (hr == S_OK) {
        take(current, IHttpCompletionInfo_GetCompletionBytes(info));
        return read_on(context);
    }
    record("the body ended 0x%08X", (unsigned)hr);
    snprintf(
        text, sizeof text, "0x%08X bytes=%u operation=%u", (unsigned)hr, IHttpCompletionInfo_GetCompletionBytes(info),
        IHttpCompletionInfo2_GetCompletedOperation((IHttpCompletionInfo2 *)info));
    finish(context, current, text);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static REQUEST_NOTIFICATION_STATUS on_async_completion(
    CHttpModule *self, IHttpContext *context, DWORD notification, BOOL is_post, IHttpEventProvider *provider,
    IHttpCompletionInfo *info) {
    (void)self, (void)notification, (void)is_post, (void)provider;
    return completed(context, info);
}

static REQUEST_NOTIFICATION_STATUS execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    BOOL callback = path_is(context, L"/callback");
    if (!callback && !path_is(context, L"/async")) return probe_execute(self, context, provider);
    current = make_reading(context);
    current->with_callback = callback;
    return read_on(context);
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpRequest *request = IHttpContext_GetRequest(context);
    report_is_answer = FALSE;
    if (path_is(context, L"/sync")) read_synchronously(context, 7, FALSE);
    if (path_is(context, L"/fill")) read_synchronously(context, 1000, TRUE);
    if (path_is(context, L"/insert")) {
        static char first[] = "first of all, ";
        static char second[] = "then ";
        if (IHttpRequest_InsertEntityBody(request, first, sizeof first - 1) != S_OK) abort();
        if (IHttpRequest_InsertEntityBody(request, second, sizeof second - 1) != S_OK) abort();
        read_synchronously(context, 1000, FALSE);
    }
    if (path_is(context, L"/none")) write_text(context, "nothing read");
}

__attribute__((constructor)) static void prepare(void) {
    probe_table.OnExecuteRequestHandler = execute;
    probe_table.OnAsyncCompletion = on_async_completion;
}
