/*
 * stream.c - moves much through little memory, for `Benchmarks/run memory`.
 *
 * POST /echo sends the body back as it comes, flush by flush. GET /unbuffered?N answers with N bytes, written without
 * buffering. GET /file?PATH answers with that file. Everything else is answered as by bench.c.
 */
#include "entry.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char block[65536];

static HRESULT write_chunk(IHttpResponse *response, HTTP_DATA_CHUNK chunk, BOOL more) {
    DWORD sent = 0;
    BOOL expected = FALSE;
    return IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, more, &sent, &expected);
}

static void echo(IHttpRequest *request, IHttpResponse *response) {
    char piece[16384];
    DWORD count = 0;
    BOOL expected = FALSE;
    while (IHttpRequest_ReadEntityBody(request, piece, sizeof piece, FALSE, &count, NULL) == S_OK) {
        HTTP_DATA_CHUNK chunk = {.FromMemory = {.pBuffer = piece, .BufferLength = count}};
        if (FAILED(write_chunk(response, chunk, TRUE))) return;
        if (FAILED(IHttpResponse_Flush(response, FALSE, TRUE, &count, &expected))) return;
    }
}

static void write_unbuffered(IHttpResponse *response, const char *size) {
    long long left = atoll(size);
    IHttpResponse_SetHeaderByName(response, "Content-Length", size, (USHORT)strlen(size), TRUE);
    IHttpResponse_DisableBuffering(response);
    while (left > 0) {
        DWORD count = left < (long long)sizeof block ? (DWORD)left : (DWORD)sizeof block;
        HTTP_DATA_CHUNK chunk = {.FromMemory = {.pBuffer = block, .BufferLength = count}};
        left -= count;
        if (FAILED(write_chunk(response, chunk, left > 0))) return;
    }
}

static void send_file(IHttpResponse *response, const char *path) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    HTTP_DATA_CHUNK chunk = {.DataChunkType = HttpDataChunkFromFileHandle};
    chunk.FromFileHandle.FileHandle = (HANDLE)(intptr_t)file;
    chunk.FromFileHandle.ByteRange.Length.QuadPart = HTTP_BYTE_RANGE_TO_EOF;
    write_chunk(response, chunk, FALSE);
    close(file); /* the host has taken a descriptor of its own */
}

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    IHttpRequest *request = IHttpContext_GetRequest(context);
    IHttpResponse *response = IHttpContext_GetResponse(context);
    const char *url = IHttpRequest_GetRawHttpRequest(request)->pRawUrl;
    const char *query = strchr(url, '?');
    (void)self, (void)provider;
    if (strcmp(url, "/echo") == 0) {
        echo(request, response);
    } else if (strncmp(url, "/unbuffered?", 12) == 0) {
        write_unbuffered(response, query + 1);
    } else if (strncmp(url, "/file?", 6) == 0) {
        send_file(response, query + 1);
    } else {
        return say_hello(context);
    }
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static const DWORD subscribed = RQ_EXECUTE_REQUEST_HANDLER;
static const CHttpModuleVtbl module_table = {.OnExecuteRequestHandler = on_execute, .Dispose = dispose};
