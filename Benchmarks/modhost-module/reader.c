/* reader.c - one of ten modules that each read a field of the request, and pass it on. INDEX makes ten of it. */
#include "entry.h"

const int reader_index = INDEX;

static REQUEST_NOTIFICATION_STATUS on_begin(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    USHORT length = 0;
    (void)self, (void)provider;
    if (IHttpRequest_GetHeaderByName(IHttpContext_GetRequest(context), "X-Bench", &length) == NULL || length == 0) {
        return refuse(context);
    }
    return RQ_NOTIFICATION_CONTINUE;
}

static const DWORD subscribed = RQ_BEGIN_REQUEST;
static const CHttpModuleVtbl module_table = {.OnBeginRequest = on_begin, .Dispose = dispose};
