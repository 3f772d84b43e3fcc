/*
 * bench.c - the modhost half of the comparison.
 *
 * Answers every request with the same 13 bytes that ../nginx-module/ngx_http_bench_module.c answers with.
 */
#include <httpserv.h>

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    static char text[] = "Hello, World\n";
    IHttpResponse *response = IHttpContext_GetResponse(context);
    HTTP_DATA_CHUNK chunk = {.FromMemory = {.pBuffer = text, .BufferLength = sizeof text - 1}};
    DWORD sent = 0;
    (void)self;
    IHttpResponse_SetStatus(response, 200, "OK", 0, S_OK, NULL, FALSE);
    IHttpResponse_SetHeaderByName(response, "Content-Type", "text/plain", 10, TRUE);
    HRESULT hr = IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, FALSE, &sent, NULL);
    if (FAILED(hr)) {
        IHttpEventProvider_SetErrorStatus(provider, hr);
    }
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static void dispose(CHttpModule *self) {
    (void)self; /* one object serves all requests: nothing to free */
}

static const CHttpModuleVtbl module_table = {.OnExecuteRequestHandler = on_execute, .Dispose = dispose};
static CHttpModule module = {&module_table};

static HRESULT get_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self, (void)allocator;
    *out = &module;
    return S_OK;
}

static void terminate(IHttpModuleFactory *self) {
    (void)self;
}

static const IHttpModuleFactoryVtbl factory_table = {.GetHttpModule = get_module, .Terminate = terminate};
static IHttpModuleFactory factory = {&factory_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
