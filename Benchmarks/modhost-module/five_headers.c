/* five_headers.c - answers with five header fields more than bench.c. */
#include "entry.h"

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    IHttpResponse *response = IHttpContext_GetResponse(context);
    (void)self, (void)provider;
    IHttpResponse_SetHeaderByName(response, "Cache-Control", "max-age=3600", 12, TRUE);
    IHttpResponse_SetHeaderByName(response, "Vary", "Accept-Encoding", 15, TRUE);
    IHttpResponse_SetHeaderByName(response, "X-Content-Type-Options", "nosniff", 7, TRUE);
    IHttpResponse_SetHeaderByName(response, "X-Frame-Options", "DENY", 4, TRUE);
    IHttpResponse_SetHeaderByName(response, "X-Request-Id", "0123456789abcdef", 16, TRUE);
    return say_hello(context);
}

static const DWORD subscribed = RQ_EXECUTE_REQUEST_HANDLER;
static const CHttpModuleVtbl module_table = {.OnExecuteRequestHandler = on_execute, .Dispose = dispose};
