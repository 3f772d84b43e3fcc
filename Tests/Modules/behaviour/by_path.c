/* What it does stands in the path of the request. The requests that reached it stand in the record. */

#include "probe.h"

static void set_length(IHttpResponse *response, const char *length) {
    IHttpResponse_SetHeaderByName(response, "Content-Length", length, (USHORT)strlen(length), TRUE);
}

static void flush(IHttpResponse *response) {
    DWORD sent = 0;
    IHttpResponse_Flush(response, FALSE, TRUE, &sent, NULL);
}

static void set_status(IHttpResponse *response, USHORT status) {
    IHttpResponse_SetStatus(response, status, "Reason", 0, S_OK, NULL, FALSE);
}

/* Answers with the body of the request, or with what became of it. */
static void echo(IHttpContext *context) {
    static const char broken[] = "the body broke off";
    IHttpRequest *request = IHttpContext_GetRequest(context);
    char piece[1000];
    HTTP_DATA_CHUNK chunk = memory_chunk(piece, 0);
    HRESULT hr;
    DWORD got;
    DWORD sent;
    while ((hr = IHttpRequest_ReadEntityBody(request, piece, sizeof piece, FALSE, &got, NULL)) == S_OK) {
        chunk.FromMemory.BufferLength = got;
        IHttpResponse_WriteEntityChunks(IHttpContext_GetResponse(context), &chunk, 1, FALSE, TRUE, &sent, NULL);
    }
    if (hr != HRESULT_FROM_WIN32(ERROR_HANDLE_EOF)) {
        record("broken");
        write_text(context, broken);
    }
}

static void write_much(IHttpContext *context) {
    static char block[1 << 16];
    memset(block, 'x', sizeof block);
    HTTP_DATA_CHUNK chunk = memory_chunk(block, sizeof block);
    DWORD sent = 0;
    for (int i = 0; i < 64; i++)
        IHttpResponse_WriteEntityChunks(IHttpContext_GetResponse(context), &chunk, 1, FALSE, TRUE, &sent, NULL);
}

/* Pieces of 64 KiB that are not kept. */
static void write_unbuffered(IHttpContext *context, int pieces) {
    static char block[1 << 16];
    memset(block, 'x', sizeof block);
    HTTP_DATA_CHUNK chunk = memory_chunk(block, sizeof block);
    DWORD sent = 0;
    IHttpResponse_DisableBuffering(IHttpContext_GetResponse(context));
    for (int i = 0; i < pieces; i++) {
        HRESULT hr =
            IHttpResponse_WriteEntityChunks(IHttpContext_GetResponse(context), &chunk, 1, FALSE, TRUE, &sent, NULL);
        if (i == 0) record("writes");
        if (hr == S_OK) continue;
        record("write 0x%08X", (unsigned)hr);
        return;
    }
    record("wrote");
}

/* The query is `path,offset,length`, a length of -1 for the rest. */
/* Memory that a response is sent from, for as long as the context lives that holds it. */
typedef struct Lent {
    IHttpStoredContext base;
    size_t size;
    char *block;
} Lent;

static void end_lent(IHttpStoredContext *self) {
    Lent *lent = (Lent *)self;
    memset(lent->block, 'z', lent->size);
    free(lent->block);
    free(lent);
    record("freed");
}

static const IHttpStoredContextVtbl lent_table = {.CleanupStoredContext = end_lent};

/* 32 MiB in pieces of a MiB, none of which is copied. */
static void lend(IHttpContext *context) {
    Lent *lent = malloc(sizeof *lent);
    *lent = (Lent){.base = {&lent_table}, .size = 32 << 20, .block = malloc(32 << 20)};
    memset(lent->block, 'a', lent->size);
    IHttpModuleContextContainer *container = IHttpContext_GetModuleContextContainer(context);
    IHttpModuleContextContainer_SetModuleContext(container, &lent->base, probe_id);
    for (size_t at = 0; at < lent->size; at += 1 << 20) {
        HTTP_DATA_CHUNK chunk = memory_chunk(lent->block + at, 1 << 20);
        IHttpResponse_WriteEntityChunkByReference(IHttpContext_GetResponse(context), &chunk, -1);
    }
}

static void send_file(IHttpContext *context, const char *query) {
    char path[512];
    long offset = 0, length = -1;
    HTTP_DATA_CHUNK chunk = {.DataChunkType = HttpDataChunkFromFileHandle};
    DWORD sent = 0;
    if (sscanf(query, "%500[^,],%ld,%ld", path, &offset, &length) < 1) return;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    chunk.FromFileHandle.FileHandle = (HANDLE)(intptr_t)file;
    chunk.FromFileHandle.ByteRange.StartingOffset.QuadPart = (ULONGLONG)offset;
    chunk.FromFileHandle.ByteRange.Length.QuadPart = (ULONGLONG)length;
    write_text(context, "<");
    HRESULT hr =
        IHttpResponse_WriteEntityChunks(IHttpContext_GetResponse(context), &chunk, 1, FALSE, TRUE, &sent, NULL);
    if (hr != S_OK) record("file 0x%08X", (unsigned)hr);
    write_text(context, ">");
    close(file);
}

/* The trailers of the request as the answer, and two of its own behind it. */
static void send_trailers(IHttpContext *context, BOOL flushes) {
    IHttpRequest *request = IHttpContext_GetRequest(context);
    IHttpResponse4 *response = (IHttpResponse4 *)IHttpContext_GetResponse(context);
    char piece[1000];
    DWORD got;
    while (IHttpRequest_ReadEntityBody(request, piece, sizeof piece, FALSE, &got, NULL) == S_OK)
        continue;
    const HTTP_REQUEST_HEADERS *headers = &IHttpRequest_GetRawHttpRequest(request)->Headers;
    for (int i = 0; i < headers->TrailerCount; i++) {
        const HTTP_UNKNOWN_HEADER *trailer = &headers->pTrailers[i];
        snprintf(piece, sizeof piece, "%s=%s;", trailer->pName, trailer->pRawValue);
        write_text(context, piece);
    }
    IHttpResponse4_SetTrailer(response, "X-Sum", "7", 1, TRUE);
    if (flushes) flush((IHttpResponse *)response);
    IHttpResponse4_SetTrailer(response, "X-Sum", "8", 1, FALSE);
    IHttpResponse4_SetTrailer(response, "ETag", "\"x\"", 3, TRUE);
    record("forbidden 0x%08X", (unsigned)IHttpResponse4_SetTrailer(response, "Content-Length", "5", 1, TRUE));
    record("split 0x%08X", (unsigned)IHttpResponse4_SetTrailer(response, "X", "5\r\nY: z", 7, TRUE));
}

/* Whom the request is for, as modules see it. */
static void say_url(IHttpContext *context) {
    IHttpRequest *request = IHttpContext_GetRequest(context);
    const HTTP_COOKED_URL *url = &IHttpRequest_GetRawHttpRequest(request)->CookedUrl;
    const char *names[] = {"HTTP_HOST",   "SERVER_NAME", "HTTPS",      "SERVER_PORT_SECURE", "REMOTE_ADDR",
                           "REMOTE_PORT", "SERVER_PORT", "LOCAL_ADDR", "CACHE_URL"};
    char text[2048];
    int count =
        snprintf(text, sizeof text, "%ls %s", url->pFullUrl, IHttpRequest_GetHeaderByName(request, "Host", NULL));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        PCSTR value = NULL;
        DWORD length = 0;
        IHttpContext_GetServerVariableA(context, names[i], &value, &length);
        count += snprintf(text + count, sizeof text - (size_t)count, " %s", value);
    }
    write_text(context, text);
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpRequest *request = IHttpContext_GetRequest(context);
    IHttpResponse *response = IHttpContext_GetResponse(context);
    const HTTP_REQUEST *raw = IHttpRequest_GetRawHttpRequest(request);
    report_is_answer = FALSE;
    record("%.*s", (int)raw->RawUrlLength, raw->pRawUrl);
    if (path_is(context, L"/echo")) echo(context);
    if (path_is(context, L"/say")) {
        char text[256];
        snprintf(text, sizeof text, "%.*s", (int)raw->RawUrlLength, raw->pRawUrl);
        write_text(context, strchr(text, '?') != NULL ? strchr(text, '?') + 1 : "");
    }
    if (path_is(context, L"/204") || path_is(context, L"/304") || path_is(context, L"/205")) {
        set_status(response, path_is(context, L"/204") ? 204 : path_is(context, L"/205") ? 205 : 304);
        write_text(context, "a body that must not go out");
    }
    if (path_is(context, L"/stream") || path_is(context, L"/stream-204")) {
        if (path_is(context, L"/stream-204")) set_status(response, 204);
        for (int i = 0; i < 3; i++) {
            write_text(context, "piece ");
            flush(response);
        }
    }
    if (path_is(context, L"/short")) {
        set_length(response, "10");
        write_text(context, "short");
        flush(response);
    }
    if (path_is(context, L"/long") || path_is(context, L"/exact")) {
        set_length(response, path_is(context, L"/long") ? "10" : "21");
        write_text(context, "more than ");
        flush(response);
        write_text(context, "was saidGET");
    }
    if (path_is(context, L"/untrue")) {
        set_length(response, "3");
        write_text(context, "longer than 3");
    }
    if (path_is(context, L"/framing")) {
        IHttpResponse_SetHeaderByName(response, "Transfer-Encoding", "chunked", 7, TRUE);
        set_length(response, "1");
        write_text(context, "framed by the host");
    }
    if (path_is(context, L"/much")) write_much(context);
    if (path_is(context, L"/lend")) lend(context);
    if (path_is(context, L"/unbuffered")) write_unbuffered(context, 1 << 10);
    if (path_is(context, L"/flood")) write_unbuffered(context, 1 << 13);
    if (path_is(context, L"/file")) send_file(context, strchr(raw->pRawUrl, '?') + 1);
    if (path_is(context, L"/trailers") || path_is(context, L"/trailers-flushed"))
        send_trailers(context, path_is(context, L"/trailers-flushed"));
    if (path_is(context, L"/url")) say_url(context);
    if (path_is(context, L"/wait")) {
        record("waits");
        for (int i = 0; i < 30000 && access(raw->pRawUrl + 6, F_OK) != 0; i++)
            usleep(1000);
        write_text(context, "waited");
    }
    if (path_is(context, L"/close")) {
        IHttpResponse_SetHeaderByName(response, "Connection", "close", 5, TRUE);
        write_text(context, "bye");
    }
}
