/* raw_responses.c - leaves in the response what the path says, its query being the argument; see RawResponseTests. */
#define PROBE_MASK (RQ_EXECUTE_REQUEST_HANDLER | RQ_SEND_RESPONSE)
#define PROBE_REGISTER(info) (probe_table.OnSendResponse = on_send, S_OK)
#include <httpserv.h>
static REQUEST_NOTIFICATION_STATUS on_send(CHttpModule *, IHttpContext *, ISendResponseProvider *);
#include "probe.h"

#include <strings.h>

static char large[65536];
static HTTP_UNKNOWN_HEADER many[65535];
static HTTP_DATA_CHUNK chunk;
/* In memory that nobody can write to: what the host takes out of it, it must take out of a copy. */
static const HTTP_UNKNOWN_HEADER constant[] = {
    {14, 1, "content-length", "3"}, {6, 3, "X-Kept", "yes"},
    {9, 1, "X-No\r\nX:1", "1"},     {7, 9, "X-Split", "a\r\nX-In: 1"},
    {5, 4, "X-Nul", "nul"},         {0, 1, "", "1"},
    {6, 1, "X Name", "1"},          {6, 1, NULL, "1"},
    {6, 9, "X-Null", NULL},         {17, 7, "TRANSFER-ENCODING", "chunked"},
    {6, 4, "Server", "mine"},       {16, 10, "Proxy-Connection", "keep-alive"},
};
static const HTTP_UNKNOWN_HEADER trailers[] = {
    {6, 3, "X-Kept", "yes"},           {14, 1, "Content-Length", "3"}, {9, 1, "X-No\r\nX:1", "1"},
    {7, 9, "X-Split", "a\r\nX-In: 1"}, {6, 9, "X-Null", NULL},         {16, 10, "Proxy-Connection", "keep-alive"},
};

static const char *target(IHttpContext *context) {
    return IHttpRequest_GetRawHttpRequest(IHttpContext_GetRequest(context))->pRawUrl;
}

/* The argument as NAME:VALUE, a field of the raw response. */
static HTTP_UNKNOWN_HEADER *field(IHttpContext *context) {
    static __thread HTTP_UNKNOWN_HEADER field;
    const char *name = strchr(target(context), '?') + 1;
    const char *colon = strchr(name, ':');
    field.pName = name;
    field.NameLength = (USHORT)(colon - name);
    field.pRawValue = colon + 1;
    field.RawValueLength = (USHORT)strlen(colon + 1);
    return &field;
}

static void put_field(IHttpContext *context) {
    HTTP_RESPONSE *raw = IHttpResponse_GetRawHttpResponse(IHttpContext_GetResponse(context));
    raw->Headers.pUnknownHeaders = field(context);
    raw->Headers.UnknownHeaderCount = 1;
}

static int known_id(const HTTP_UNKNOWN_HEADER *field) {
    static const char *const names[] = {[1] = "Connection",        [3] = "Keep-Alive", [5] = "Trailer",
                                        [6] = "Transfer-Encoding", [7] = "Upgrade",    [11] = "Content-Length"};
    for (int id = 0; id < 12; id++)
        if (names[id] && strlen(names[id]) == field->NameLength
            && strncasecmp(names[id], field->pName, field->NameLength) == 0)
            return id;
    return -1;
}

static void put_known(IHttpContext *context) {
    HTTP_RESPONSE *raw = IHttpResponse_GetRawHttpResponse(IHttpContext_GetResponse(context));
    const HTTP_UNKNOWN_HEADER *header = field(context);
    int id = known_id(header);
    if (id < 0) return;
    raw->Headers.KnownHeaders[id].pRawValue = header->pRawValue;
    raw->Headers.KnownHeaders[id].RawValueLength = header->RawValueLength;
}

static void set_field(IHttpContext *context, BOOL by_id) {
    const HTTP_UNKNOWN_HEADER *header = field(context);
    IHttpResponse *response = IHttpContext_GetResponse(context);
    char name[64] = "";
    memcpy(name, header->pName, header->NameLength);
    if (by_id && known_id(header) >= 0)
        IHttpResponse_SetHeaderById(
            response, (HTTP_HEADER_ID)known_id(header), header->pRawValue, header->RawValueLength, TRUE);
    else
        IHttpResponse_SetHeaderByName(response, name, header->pRawValue, header->RawValueLength, TRUE);
}

static void flush(IHttpContext *context) {
    DWORD sent = 0;
    IHttpResponse_Flush(IHttpContext_GetResponse(context), FALSE, TRUE, &sent, NULL);
}

static REQUEST_NOTIFICATION_STATUS on_send(CHttpModule *self, IHttpContext *context, ISendResponseProvider *provider) {
    (void)self, (void)provider;
    if (path_is(context, L"/late")) put_field(context);
    return RQ_NOTIFICATION_CONTINUE;
}

static void fields_and_reasons(IHttpContext *context, HTTP_RESPONSE *raw) {
    if (path_is(context, L"/constant")) {
        raw->Headers.pUnknownHeaders = (HTTP_UNKNOWN_HEADER *)(uintptr_t)constant;
        raw->Headers.UnknownHeaderCount = sizeof constant / sizeof *constant;
        raw->Headers.KnownHeaders[HttpHeaderVary] = (HTTP_KNOWN_HEADER){6, "a\r\nb: c"};
        raw->Headers.KnownHeaders[HttpHeaderEtag] = (HTTP_KNOWN_HEADER){9, NULL};
    }
    if (path_is(context, L"/trailers")) {
        raw->Headers.pTrailers = (HTTP_UNKNOWN_HEADER *)(uintptr_t)trailers;
        raw->Headers.TrailerCount = sizeof trailers / sizeof *trailers;
    }
    if (path_is(context, L"/huge") || path_is(context, L"/huge-trailers")) {
        memset(large, 'x', sizeof large);
        for (int i = 0; i < 65535; i++)
            many[i] = (HTTP_UNKNOWN_HEADER){6, 65535, "X-Many", large};
        if (path_is(context, L"/huge")) {
            raw->Headers.pUnknownHeaders = many;
            raw->Headers.UnknownHeaderCount = 65535;
        } else {
            raw->Headers.pTrailers = many;
            raw->Headers.TrailerCount = 65535;
        }
    }
    if (path_is(context, L"/beyond")) {
        IHttpResponse_SetHeaderByName(IHttpContext_GetResponse(context), "X-Mine", "1", 1, TRUE);
        raw->Headers.UnknownHeaderCount = 60000;
    }
    if (path_is(context, L"/no-array") || path_is(context, L"/beyond")) {
        if (path_is(context, L"/no-array")) raw->Headers.UnknownHeaderCount = 5, raw->Headers.TrailerCount = 5;
        IHttpResponse_SetHeaderByName(IHttpContext_GetResponse(context), "X-Added", "1", 1, TRUE);
    }
    if (path_is(context, L"/reason-split")) raw->pReason = "Fine\r\nX-In: 1", raw->ReasonLength = 13;
    if (path_is(context, L"/reason-nul")) raw->pReason = "Fine", raw->ReasonLength = 5;
    if (path_is(context, L"/reason-null")) raw->pReason = NULL, raw->ReasonLength = 65535;
}

static void chunks(IHttpContext *context, HTTP_RESPONSE *raw) {
    if (path_is(context, L"/no-chunks")) {
        raw->EntityChunkCount = 3, raw->pEntityChunks = NULL;
        write_text(context, "abcdef");
    }
    if (path_is(context, L"/chunks-beyond")) write_text(context, "abcdef"), raw->EntityChunkCount = 60000;
    if (path_is(context, L"/null-chunk")) chunk = memory_chunk(NULL, 10);
    if (path_is(context, L"/odd-chunk")) chunk.DataChunkType = (HTTP_DATA_CHUNK_TYPE)99;
    if (path_is(context, L"/bad-file") || path_is(context, L"/whole-file")) {
        int file = path_is(context, L"/whole-file") ? open(strchr(target(context), '?') + 1, O_RDONLY | O_CLOEXEC) : -1;
        chunk.DataChunkType = HttpDataChunkFromFileHandle;
        chunk.FromFileHandle.FileHandle = (HANDLE)(intptr_t)file;
        chunk.FromFileHandle.ByteRange.StartingOffset.QuadPart = 1;
        chunk.FromFileHandle.ByteRange.Length.QuadPart = ~0ULL;
    }
    if (path_is(context, L"/null-chunk") || path_is(context, L"/odd-chunk") || path_is(context, L"/bad-file")
        || path_is(context, L"/whole-file"))
        raw->EntityChunkCount = 1, raw->pEntityChunks = &chunk;
    else if (!path_is(context, L"/no-chunks") && !path_is(context, L"/chunks-beyond"))
        write_text(context, "abcdef");
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpResponse *response = IHttpContext_GetResponse(context);
    report_is_answer = FALSE;
    if (path_is(context, L"/next")) return (void)write_text(context, "next");
    if (path_is(context, L"/set")) set_field(context, FALSE);
    if (path_is(context, L"/set-id")) set_field(context, TRUE);
    if (path_is(context, L"/set-status")) {
        HRESULT hr = IHttpResponse_SetStatus(
            response, (USHORT)atoi(strchr(target(context), '?') + 1), "Reason", 0, S_OK, NULL, FALSE);
        say_result("set", hr);
        return (void)write_text(context, report);
    }
    if (path_is(context, L"/redirect")) {
        static char url[70000] = "/";
        memset(url + 1, 'x', sizeof url - 2);
        say_result("redirect", IHttpResponse_Redirect(response, url, TRUE, FALSE));
        return (void)write_text(context, report);
    }
    if (path_is(context, L"/upgrade")) {
        IHttpResponse_SetStatus(response, 426, "Upgrade Required", 0, S_OK, NULL, FALSE);
        IHttpResponse_SetHeaderByName(response, "Upgrade", "websocket", 9, TRUE);
        return (void)write_text(context, "abcdef");
    }
    if (path_is(context, L"/announce")) {
        IHttpResponse_SetHeaderByName(response, "Trailer", "X-Later", 7, TRUE);
        write_text(context, "abcdef");
        flush(context);
        return (void)IHttpResponse4_SetTrailer((IHttpResponse4 *)response, "X-Later", "1", 1, TRUE);
    }
    if (path_is(context, L"/many-set")) {
        char name[16];
        memset(large, 'x', sizeof large);
        for (int i = 0; i < 1000; i++) {
            snprintf(name, sizeof name, "X-%d", i);
            IHttpResponse_SetHeaderByName(response, name, large, 65000, TRUE);
        }
    }
    if (path_is(context, L"/set") || path_is(context, L"/set-id") || path_is(context, L"/late")
        || path_is(context, L"/many-set"))
        return (void)write_text(context, "abcdef");
    HTTP_RESPONSE *raw = IHttpResponse_GetRawHttpResponse(response);
    if (path_is(context, L"/unknown")) put_field(context);
    if (path_is(context, L"/known")) put_known(context);
    if (path_is(context, L"/status") || path_is(context, L"/status-flushed"))
        raw->StatusCode = (USHORT)atoi(strchr(target(context), '?') + 1);
    fields_and_reasons(context, raw);
    chunks(context, raw);
    if (path_is(context, L"/status-flushed") || path_is(context, L"/flushed") || path_is(context, L"/flushed-bad")) {
        flush(context);
        if (path_is(context, L"/flushed")) put_field(context), put_known(context), raw->StatusCode = 0;
        if (path_is(context, L"/flushed-bad"))
            chunk = memory_chunk(NULL, 10), raw->EntityChunkCount = 1, raw->pEntityChunks = &chunk;
        else
            say_result("second", write_text(context, "ghi"));
    }
}
