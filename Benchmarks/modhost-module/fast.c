/* fast.c - answers every request but /slow, which it leaves to slow.c. */
#include "entry.h"

#include <string.h>

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    const char *url = IHttpRequest_GetRawHttpRequest(IHttpContext_GetRequest(context))->pRawUrl;
    (void)self, (void)provider;
    return strcmp(url, "/slow") == 0 ? RQ_NOTIFICATION_CONTINUE : say_hello(context);
}

static const DWORD subscribed = RQ_EXECUTE_REQUEST_HANDLER;
static const CHttpModuleVtbl module_table = {.OnExecuteRequestHandler = on_execute, .Dispose = dispose};
