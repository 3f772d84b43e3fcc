/* slow.c - holds its thread for 20 ms before it answers /slow, and passes on every other request. */
#include "entry.h"

#include <string.h>
#include <time.h>

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    const struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
    const char *url = IHttpRequest_GetRawHttpRequest(IHttpContext_GetRequest(context))->pRawUrl;
    (void)self, (void)provider;
    if (strcmp(url, "/slow") != 0) return RQ_NOTIFICATION_CONTINUE;
    nanosleep(&pause, NULL);
    return say_hello(context);
}

static const DWORD subscribed = RQ_EXECUTE_REQUEST_HANDLER;
static const CHttpModuleVtbl module_table = {.OnExecuteRequestHandler = on_execute, .Dispose = dispose};
