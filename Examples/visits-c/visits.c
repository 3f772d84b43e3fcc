/* visits.c - answers /visits/c with three counts: what is kept with a request, with a connection and with a worker. */
#include <httpserv.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Kept with the worker: one for all requests, used by many threads at once. */
static atomic_uint_fast64_t worker_count;

/* What the host calls this module; the key of what it keeps with a connection. */
static HTTP_MODULE_ID module_id;

/* Writes a line into the server's log, under the name of the module. */
static void trace(IHttpTraceContext *log, UCHAR level, const WCHAR *format, ...) {
    WCHAR *text = NULL; /* as long as it gets: vswprintf writes nothing that is longer than its array */
    size_t length = 0;
    FILE *stream = open_wmemstream(&text, &length);
    if (stream == NULL) {
        return;
    }
    va_list values;
    va_start(values, format);
    vfwprintf(stream, format, values);
    va_end(values);
    if (fclose(stream) == 0) {
        IHttpTraceContext_QuickTrace(log, text, NULL, S_OK, level); /* copies the text */
    }
    free(text);
}

/* Kept with a request: an object of its own, in the request's memory. Its first member makes it a CHttpModule. */
typedef struct VisitModule {
    CHttpModule module;
    struct timespec start;
    bool is_ours;
} VisitModule;

/* Kept with a connection, in its memory. Its first member makes it an IHttpStoredContext. */
typedef struct ConnectionCount {
    IHttpStoredContext context;
    atomic_uint_fast64_t count;
} ConnectionCount;

static void cleanup(IHttpStoredContext *context) {
    (void)context; /* the connection has closed, and the host frees its memory */
}

static const IHttpStoredContextVtbl connection_table = {.CleanupStoredContext = cleanup};

/* The count of the connection; made for its first request. NULL if there is no memory. */
static ConnectionCount *connection_count(IHttpConnection *connection) {
    IHttpConnectionModuleContextContainer *container = IHttpConnection_GetModuleContextContainer(connection);
    IHttpStoredContext *stored = IHttpConnectionModuleContextContainer_GetModuleContext(container, module_id);
    if (stored != NULL) {
        return (ConnectionCount *)stored;
    }
    ConnectionCount *made = IHttpConnection_AllocateMemory(connection, sizeof *made); /* zeros */
    if (made == NULL) {
        return NULL;
    }
    made->context.lpVtbl = &connection_table;
    HRESULT hr = IHttpConnectionModuleContextContainer_SetModuleContext(container, &made->context, module_id);
    return SUCCEEDED(hr) ? made : NULL;
}

static HRESULT answer(IHttpContext *context) {
    ConnectionCount *connection = connection_count(IHttpContext_GetConnection(context));
    if (connection == NULL) {
        return E_OUTOFMEMORY;
    }
    uint64_t of_connection = atomic_fetch_add(&connection->count, 1) + 1;
    uint64_t of_worker = atomic_fetch_add(&worker_count, 1) + 1;
    char text[128];
    int length = snprintf(
        text, sizeof text, "request %" PRIu64 " of this connection, %" PRIu64 " of worker %d\n", of_connection,
        of_worker, (int)getpid());
    IHttpResponse *response = IHttpContext_GetResponse(context);
    HTTP_DATA_CHUNK chunk = {.FromMemory = {.pBuffer = text, .BufferLength = (ULONG)length}};
    DWORD sent = 0;
    IHttpResponse_SetStatus(response, 200, "OK", 0, S_OK, NULL, FALSE);
    IHttpResponse_SetHeaderByName(response, "Content-Type", "text/plain", 10, TRUE);
    return IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, FALSE, &sent, NULL);
}

static REQUEST_NOTIFICATION_STATUS on_execute(
    CHttpModule *module, IHttpContext *context, IHttpEventProvider *provider) {
    static const WCHAR path[] = L"/visits/c";
    VisitModule *self = (VisitModule *)module;
    const HTTP_COOKED_URL *url = &IHttpRequest_GetRawHttpRequest(IHttpContext_GetRequest(context))->CookedUrl;
    if (url->AbsPathLength != sizeof path - sizeof *path
        || wmemcmp(url->pAbsPath, path, url->AbsPathLength / sizeof *path) != 0) {
        return RQ_NOTIFICATION_CONTINUE;
    }
    self->is_ours = true;
    clock_gettime(CLOCK_MONOTONIC, &self->start);
    HRESULT hr = answer(context);
    if (FAILED(hr)) {
        IHttpEventProvider_SetErrorStatus(provider, hr);
    }
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

/* Comes for every request, on another thread perhaps, with the same object. */
static REQUEST_NOTIFICATION_STATUS on_end(CHttpModule *module, IHttpContext *context, IHttpEventProvider *provider) {
    const VisitModule *self = (const VisitModule *)module;
    struct timespec now;
    (void)provider;
    if (self->is_ours) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        int64_t time = (now.tv_sec - self->start.tv_sec) * 1000000 + (now.tv_nsec - self->start.tv_nsec) / 1000;
        trace(
            IHttpContext_GetTraceContext(context), HTTP_TRACE_LEVEL_INFORMATION,
            L"A visit took %" PRId64 L" microseconds.", time);
    }
    return RQ_NOTIFICATION_CONTINUE;
}

static void dispose(CHttpModule *module) {
    (void)module; /* the host frees the memory with the request */
}

static const CHttpModuleVtbl module_table = {
    .OnExecuteRequestHandler = on_execute,
    .OnEndRequest = on_end,
    .Dispose = dispose,
};

static HRESULT get_module(IHttpModuleFactory *factory, CHttpModule **out, IModuleAllocator *allocator) {
    VisitModule *self = IModuleAllocator_AllocateMemory(allocator, sizeof *self); /* zeros */
    (void)factory;
    if (self == NULL) {
        return E_OUTOFMEMORY;
    }
    self->module.lpVtbl = &module_table;
    *out = &self->module;
    return S_OK;
}

static void terminate(IHttpModuleFactory *factory) {
    (void)factory;
}

static const IHttpModuleFactoryVtbl factory_table = {.GetHttpModule = get_module, .Terminate = terminate};
static IHttpModuleFactory factory = {&factory_table};

/* The part that is called for the worker. Its first member makes it a CGlobalModule. */
typedef struct VisitGlobal {
    CGlobalModule module;
    IHttpServer *server; /* the host's; lives as long as the process */
} VisitGlobal;

static GLOBAL_NOTIFICATION_STATUS on_application_start(CGlobalModule *module, IHttpApplicationProvider *provider) {
    VisitGlobal *self = (VisitGlobal *)module;
    PCWSTR id = IHttpApplication_GetApplicationId(IHttpApplicationProvider_GetApplication(provider));
    IHttpTraceContext *log = IHttpServer_GetTraceContext(self->server);
    trace(log, HTTP_TRACE_LEVEL_INFORMATION, L"Application %ls starts in worker %d.", id, (int)getpid());
    return GL_NOTIFICATION_CONTINUE;
}

/* The last call for this part. No request is left, and none will come. */
static void global_terminate(CGlobalModule *module) {
    VisitGlobal *self = (VisitGlobal *)module;
    IHttpTraceContext *log = IHttpServer_GetTraceContext(self->server);
    trace(log, HTTP_TRACE_LEVEL_INFORMATION, L"There were %" PRIu64 L" visits.", (uint64_t)worker_count);
}

static const CGlobalModuleVtbl global_table = {
    .OnGlobalApplicationStart = on_application_start,
    .Terminate = global_terminate,
};
static VisitGlobal global = {.module = {&global_table}};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    const DWORD subscribed = RQ_EXECUTE_REQUEST_HANDLER | RQ_END_REQUEST;
    (void)version;
    module_id = IHttpModuleRegistrationInfo_GetId(info);
    global.server = server;
    HRESULT hr = IHttpModuleRegistrationInfo_SetGlobalNotifications(info, &global.module, GL_APPLICATION_START);
    if (FAILED(hr)) {
        return hr;
    }
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, subscribed, 0);
}
