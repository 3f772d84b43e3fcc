/*
 * output.c - sends in other ways than at the end.
 *
 * /raw: SuppressHeaders, the entity is the whole response. /disconnect, /reset, /close. /async: flushes asynchronously
 * and is told. /inline: asynchronously with a place for the answer. /large: more than the host buffers. /head-after:
 * changes after the head is out. /backlog: flushes asynchronously more than any socket takes at once. /routine: waits for
 * a routine that it gave to PostCompletion.
 */
#include "probe.h"

static REQUEST_NOTIFICATION_STATUS on_async_completion(
    CHttpModule *self, IHttpContext *context, DWORD notification, BOOL is_post, IHttpEventProvider *provider,
    IHttpCompletionInfo *info) {
    (void)self, (void)notification, (void)is_post, (void)provider;
    char text[64];
    snprintf(
        text, sizeof text, "told %u 0x%08X", IHttpCompletionInfo_GetCompletionBytes(info),
        (unsigned)IHttpCompletionInfo_GetCompletionStatus(info));
    if (path_is(context, L"/backlog") && FAILED(IHttpCompletionInfo_GetCompletionStatus(info))) record("%s", text);
    write_text(context, text);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

/* Runs on a thread of the host's pool. */
static void routine(DWORD error, DWORD bytes, LPOVERLAPPED overlapped) {
    IHttpContext *context = (IHttpContext *)(void *)overlapped;
    write_text(context, error == 0 && bytes == 5 ? "from the routine" : "wrong");
    IHttpContext_IndicateCompletion(context, RQ_NOTIFICATION_FINISH_REQUEST);
}

static REQUEST_NOTIFICATION_STATUS execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    IHttpResponse *response = IHttpContext_GetResponse(context);
    DWORD sent = 77;
    BOOL expected = 77;
    if (path_is(context, L"/async")) {
        write_text(context, "first, ");
        /* No place for the answer: the host tells by a completion. */
        return IHttpResponse_Flush(response, TRUE, TRUE, NULL, NULL) == S_OK ? RQ_NOTIFICATION_PENDING
                                                                             : RQ_NOTIFICATION_FINISH_REQUEST;
    }
    if (path_is(context, L"/inline")) {
        write_text(context, "first, ");
        HRESULT hr = IHttpResponse_Flush(response, TRUE, TRUE, &sent, &expected);
        if (hr == S_OK && expected == TRUE) return RQ_NOTIFICATION_PENDING;
        write_text(context, hr == S_OK && expected == FALSE && sent == 7 ? "told 7 0x00000000" : "wrong");
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
    if (path_is(context, L"/backlog")) {
        static char block[32 << 20];
        HTTP_DATA_CHUNK chunk = memory_chunk(block, sizeof block);
        IHttpResponse_WriteEntityChunkByReference(response, &chunk, -1);
        HRESULT hr = IHttpResponse_Flush(response, TRUE, TRUE, &sent, &expected);
        record("flush 0x%08X expected=%d", (unsigned)hr, expected);
        return expected == TRUE ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_FINISH_REQUEST;
    }
    if (path_is(context, L"/routine")) {
        HRESULT hr = IHttpContext3_PostCompletionEx((IHttpContext3 *)context, 5, routine, context);
        return hr == S_OK ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_FINISH_REQUEST;
    }
    return probe_execute(self, context, provider);
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpResponse *response = IHttpContext_GetResponse(context);
    DWORD sent = 0;
    report_is_answer = FALSE;
    if (path_is(context, L"/raw")) {
        IHttpResponse_SuppressHeaders(response);
        write_text(context, IHttpResponse_GetHeadersSuppressed(response) ? "HTTP/1.1 299 Mine\r\n\r\nbody" : "wrong");
    }
    if (path_is(context, L"/disconnect")) {
        IHttpResponse_SetNeedDisconnect(response);
        write_text(context, "bye");
    }
    if (path_is(context, L"/reset")) IHttpResponse_ResetConnection(response);
    if (path_is(context, L"/close")) IHttpResponse_CloseConnection(response);
    if (path_is(context, L"/large")) {
        static char block[1 << 20];
        memset(block, 'x', sizeof block);
        HTTP_DATA_CHUNK chunk = memory_chunk(block, sizeof block);
        for (int i = 0; i < 9; i++)
            IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, TRUE, &sent, NULL);
    }
    if (path_is(context, L"/unbuffered")) {
        /* More than the system buffers for a client that reads nothing. */
        static char block[1 << 20];
        HTTP_DATA_CHUNK chunk = memory_chunk(block, sizeof block);
        IHttpResponse_DisableBuffering(response);
        for (int i = 0; i < 256; i++)
            if (IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, TRUE, &sent, NULL) != S_OK) break;
    }
    if (path_is(context, L"/head-after")) {
        write_text(context, "one ");
        IHttpResponse_Flush(response, FALSE, TRUE, &sent, NULL);
        BOOL head = IHttpContext_GetResponseHeadersSent(context);
        IHttpResponse_SetStatus(response, 500, "Too late", 0, S_OK, NULL, FALSE);
        IHttpResponse_SetHeaderByName(response, "X-Late", "1", 1, TRUE);
        write_text(context, head == TRUE ? "two" : "wrong");
    }
}

__attribute__((constructor)) static void prepare(void) {
    probe_table.OnExecuteRequestHandler = execute;
    probe_table.OnAsyncCompletion = on_async_completion;
}
