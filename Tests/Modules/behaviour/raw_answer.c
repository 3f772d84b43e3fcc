/* raw_answer.c - answers in OnBeginRequest by the raw response alone, and goes on. */
#define PROBE_MASK RQ_BEGIN_REQUEST
#define PROBE_REGISTER(info) (probe_table.OnBeginRequest = on_begin, S_OK)
#include <httpserv.h>
static REQUEST_NOTIFICATION_STATUS on_begin(CHttpModule *, IHttpContext *, IHttpEventProvider *);
#include "probe.h"

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)context, (void)provider;
}

static REQUEST_NOTIFICATION_STATUS on_begin(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    (void)self, (void)provider;
    IHttpResponse_GetRawHttpResponse(IHttpContext_GetResponse(context))->StatusCode = 299;
    return RQ_NOTIFICATION_CONTINUE;
}
