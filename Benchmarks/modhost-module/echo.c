/* echo.c - reads the whole body of a request, whose length must be known, and answers with it, from where it is. */
#include "entry.h"

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    IHttpRequest *request = IHttpContext_GetRequest(context);
    IHttpResponse *response = IHttpContext_GetResponse(context);
    DWORD length = IHttpRequest_GetRemainingEntityBytes(request);
    DWORD filled = 0;
    DWORD count = 0;
    char *body = length == 0 || length == 0xFFFFFFFF ? NULL : IHttpContext_AllocateRequestMemory(context, length);
    (void)self, (void)provider;
    if (body == NULL) return refuse(context);
    while (filled < length
           && IHttpRequest_ReadEntityBody(request, body + filled, length - filled, FALSE, &count, NULL) == S_OK) {
        filled += count;
    }
    if (filled < length) return refuse(context);
    HTTP_DATA_CHUNK chunk = {.FromMemory = {.pBuffer = body, .BufferLength = length}};
    IHttpResponse_SetHeaderByName(response, "Content-Type", "text/plain", 10, TRUE);
    IHttpResponse_WriteEntityChunkByReference(response, &chunk, -1);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static const DWORD subscribed = RQ_EXECUTE_REQUEST_HANDLER;
static const CHttpModuleVtbl module_table = {.OnExecuteRequestHandler = on_execute, .Dispose = dispose};
