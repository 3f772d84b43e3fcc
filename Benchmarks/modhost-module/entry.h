/*
 * entry.h - what the modules of the benchmarks have in common.
 *
 * A source that includes this defines module_table, with dispose among its entries, and subscribed. One object without
 * state serves all requests.
 */
#include <httpserv.h>

static const CHttpModuleVtbl module_table;
static const DWORD subscribed;
static CHttpModule module = {&module_table};

/* The answer that all servers give where nothing else is measured: 13 bytes. */
static inline REQUEST_NOTIFICATION_STATUS say_hello(IHttpContext *context) {
    static char text[] = "Hello, World\n";
    IHttpResponse *response = IHttpContext_GetResponse(context);
    HTTP_DATA_CHUNK chunk = {.FromMemory = {.pBuffer = text, .BufferLength = sizeof text - 1}};
    DWORD sent = 0;
    IHttpResponse_SetStatus(response, 200, "OK", 0, S_OK, NULL, FALSE);
    IHttpResponse_SetHeaderByName(response, "Content-Type", "text/plain", 10, TRUE);
    IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, FALSE, &sent, NULL);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

/* Ends a request that cannot be answered as it should, so that the load sees a status that is not 200. */
static inline REQUEST_NOTIFICATION_STATUS refuse(IHttpContext *context) {
    IHttpResponse_SetStatus(IHttpContext_GetResponse(context), 500, "Wrong", 0, S_OK, NULL, FALSE);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static void dispose(CHttpModule *self) {
    (void)self;
}

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
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, subscribed, 0);
}
