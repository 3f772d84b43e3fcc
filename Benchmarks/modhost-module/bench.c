/*
 * bench.c - the modhost half of the comparison.
 *
 * Answers every request with the same 13 bytes that ../nginx-module/ngx_http_bench_module.c answers with.
 */
#include "entry.h"

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    (void)self, (void)provider;
    return say_hello(context);
}

static const DWORD subscribed = RQ_EXECUTE_REQUEST_HANDLER;
static const CHttpModuleVtbl module_table = {.OnExecuteRequestHandler = on_execute, .Dispose = dispose};
