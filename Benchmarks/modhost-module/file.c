/* file.c - answers with the file below --root that the URL stands for, opened anew for each request. */
#include "entry.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    IHttpResponse *response = IHttpContext_GetResponse(context);
    char path[PATH_MAX];
    DWORD count = 0;
    const WCHAR *wide = IHttpContext_GetPhysicalPath(context, &count);
    (void)self, (void)provider;
    if (wide == NULL || wcstombs(path, wide, sizeof path) >= sizeof path) return refuse(context);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return refuse(context);
    HTTP_DATA_CHUNK chunk = {.DataChunkType = HttpDataChunkFromFileHandle};
    chunk.FromFileHandle.FileHandle = (HANDLE)(intptr_t)file;
    chunk.FromFileHandle.ByteRange.Length.QuadPart = HTTP_BYTE_RANGE_TO_EOF;
    IHttpResponse_SetHeaderByName(response, "Content-Type", "text/plain", 10, TRUE);
    IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, FALSE, &count, NULL);
    close(file); /* the host has taken a descriptor of its own */
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static const DWORD subscribed = RQ_EXECUTE_REQUEST_HANDLER;
static const CHttpModuleVtbl module_table = {.OnExecuteRequestHandler = on_execute, .Dispose = dispose};
