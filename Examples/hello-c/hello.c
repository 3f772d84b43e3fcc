/* hello.c - a module in C. It answers /c and passes on every other request. */
#include <httpserv.h>

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    static char text[] = "Hello from C\n";
    const HTTP_COOKED_URL *url = &IHttpRequest_GetRawHttpRequest(IHttpContext_GetRequest(context))->CookedUrl;
    IHttpResponse *response = IHttpContext_GetResponse(context);
    HTTP_DATA_CHUNK chunk = {.FromMemory = {.pBuffer = text, .BufferLength = sizeof text - 1}};
    DWORD sent = 0;
    (void)self;
    if (url->AbsPathLength != 2 * sizeof(WCHAR) || wmemcmp(url->pAbsPath, L"/c", 2) != 0) {
        return RQ_NOTIFICATION_CONTINUE;
    }
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
