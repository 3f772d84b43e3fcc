/* echo.c - answers POST /echo with the body of the request, piece by piece as it comes, and keeps no thread waiting. */
#include <httpserv.h>
#include <string.h>

enum {
    PIECE_SIZE = 16 * 1024
};

/* One object per request, in the request's own memory. Its first member makes it a CHttpModule. */
typedef struct EchoModule {
    CHttpModule module;
    char *piece;           /* PIECE_SIZE bytes of the request's memory; NULL unless the request is ours */
    DWORD filled;          /* bytes in it that are to be written; 0: the next operation is a read */
    HTTP_DATA_CHUNK chunk; /* what is being written: the host reads it until the completion */
} EchoModule;

static bool is_ours(IHttpRequest *request) {
    static const WCHAR path[] = L"/echo";
    const HTTP_COOKED_URL *url = &IHttpRequest_GetRawHttpRequest(request)->CookedUrl;
    return strcmp(IHttpRequest_GetHttpMethod(request), "POST") == 0 && url->AbsPathLength == sizeof path - sizeof *path
           && wmemcmp(url->pAbsPath, path, url->AbsPathLength / sizeof *path) == 0;
}

/* Begins to read a piece, or to write the one that is there. If *pending, on_completion is told the result, else it is
 * here already. */
static HRESULT begin_operation(EchoModule *self, IHttpContext *context, DWORD *bytes, BOOL *pending) {
    if (self->filled == 0) {
        IHttpRequest *request = IHttpContext_GetRequest(context);
        return IHttpRequest_ReadEntityBody(request, self->piece, PIECE_SIZE, TRUE, bytes, pending);
    }
    IHttpResponse *response = IHttpContext_GetResponse(context);
    self->chunk = (HTTP_DATA_CHUNK){.FromMemory = {.pBuffer = self->piece, .BufferLength = self->filled}};
    return IHttpResponse_WriteEntityChunks(response, &self->chunk, 1, TRUE, TRUE, bytes, pending);
}

/* Takes the result of an operation. False when there is no other to begin. */
static bool take_result(
    EchoModule *self, IHttpContext *context, IHttpEventProvider *provider, HRESULT hr, DWORD bytes) {
    if (hr == HRESULT_FROM_WIN32(ERROR_HANDLE_EOF)) {
        return false; /* the end of the body, and so of the answer */
    }
    if (FAILED(hr)) {
        /* The client has gone, or its body is faulty. What went out must not look like the whole. */
        if (IHttpContext_GetResponseHeadersSent(context)) {
            IHttpResponse_ResetConnection(IHttpContext_GetResponse(context));
        } else {
            IHttpEventProvider_SetErrorStatus(provider, hr);
        }
        return false;
    }
    self->filled = self->filled == 0 ? bytes : 0;
    return true;
}

/* Reads and writes in turn, for as long as the results come at once. */
static REQUEST_NOTIFICATION_STATUS echo(EchoModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    for (;;) {
        DWORD bytes = 0;
        BOOL pending = FALSE;
        HRESULT hr = begin_operation(self, context, &bytes, &pending);
        if (SUCCEEDED(hr) && pending) {
            return RQ_NOTIFICATION_PENDING;
        }
        if (!take_result(self, context, provider, hr, bytes)) {
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
    }
}

static REQUEST_NOTIFICATION_STATUS on_execute(
    CHttpModule *module, IHttpContext *context, IHttpEventProvider *provider) {
    static const char type[] = "application/octet-stream";
    EchoModule *self = (EchoModule *)module;
    IHttpResponse *response = IHttpContext_GetResponse(context);
    if (!is_ours(IHttpContext_GetRequest(context))) {
        return RQ_NOTIFICATION_CONTINUE;
    }
    self->piece = IHttpContext_AllocateRequestMemory(context, PIECE_SIZE);
    if (self->piece == NULL) {
        IHttpEventProvider_SetErrorStatus(provider, E_OUTOFMEMORY);
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
    IHttpResponse_SetStatus(response, 200, "OK", 0, S_OK, NULL, FALSE);
    IHttpResponse_SetHeaderByName(response, "Content-Type", type, sizeof type - 1, TRUE);
    /* Without this the host would keep what is written until the end, or until it is too much. */
    IHttpResponse_DisableBuffering(response);
    return echo(self, context, provider);
}

/* Comes on any thread of the host, but never before the method that began the operation has returned. */
static REQUEST_NOTIFICATION_STATUS on_completion(
    CHttpModule *module, IHttpContext *context, DWORD notification, BOOL is_post, IHttpEventProvider *provider,
    IHttpCompletionInfo *completion) {
    EchoModule *self = (EchoModule *)module;
    HRESULT hr = IHttpCompletionInfo_GetCompletionStatus(completion);
    (void)notification, (void)is_post;
    if (!take_result(self, context, provider, hr, IHttpCompletionInfo_GetCompletionBytes(completion))) {
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
    return echo(self, context, provider);
}

static void dispose(CHttpModule *module) {
    (void)module; /* the host frees the memory with the request */
}

static const CHttpModuleVtbl module_table = {
    .OnExecuteRequestHandler = on_execute,
    .OnAsyncCompletion = on_completion,
    .Dispose = dispose,
};

static HRESULT get_module(IHttpModuleFactory *factory, CHttpModule **out, IModuleAllocator *allocator) {
    EchoModule *self = IModuleAllocator_AllocateMemory(allocator, sizeof *self); /* zeros */
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

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server;
    /* Completions are not subscribed to: they come to whoever began the operation. */
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
