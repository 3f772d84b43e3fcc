/* shout.c - answers /shout/c: GET with its query, POST with its body, in capitals. */
#include <httpserv.h>
#include <string.h>

enum {
    BODY_LIMIT = 64 * 1024
};

static HRESULT set_header(IHttpResponse *response, const char *name, const char *value) {
    return IHttpResponse_SetHeaderByName(response, name, value, (USHORT)strlen(value), TRUE);
}

/* The host copies the text. */
static HRESULT write_text(IHttpResponse *response, char *text, DWORD length) {
    HTTP_DATA_CHUNK chunk = {.FromMemory = {.pBuffer = text, .BufferLength = length}};
    DWORD sent = 0;
    return IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, FALSE, &sent, NULL);
}

/* Answers with a status alone; the host writes a body that says it. */
static HRESULT refuse(IHttpResponse *response, USHORT status, const char *reason) {
    return IHttpResponse_SetStatus(response, status, reason, 0, S_OK, NULL, FALSE);
}

/* Reads to the end of the body, or until `size` bytes are there. Waits for the client on this thread. */
static HRESULT read_body(IHttpRequest *request, char *bytes, DWORD size, DWORD *length) {
    for (*length = 0; *length < size;) {
        DWORD count = 0;
        HRESULT hr = IHttpRequest_ReadEntityBody(request, bytes + *length, size - *length, FALSE, &count, NULL);
        if (hr == HRESULT_FROM_WIN32(ERROR_HANDLE_EOF)) {
            return S_OK;
        }
        if (FAILED(hr)) {
            return hr; /* the client has gone, or its body is faulty */
        }
        *length += count;
    }
    return S_OK;
}

static HRESULT shout(IHttpResponse *response, char *text, DWORD length) {
    for (DWORD i = 0; i < length; i++) {
        if (text[i] >= 'a' && text[i] <= 'z') {
            text[i] = (char)(text[i] - 'a' + 'A');
        }
    }
    IHttpResponse_SetStatus(response, 200, "OK", 0, S_OK, NULL, FALSE);
    HRESULT hr = set_header(response, "Content-Type", "text/plain; charset=utf-8");
    return FAILED(hr) ? hr : write_text(response, text, length);
}

/* The query as it was sent: what stands behind the question mark, nothing in it decoded. */
static HRESULT shout_query(IHttpContext *context, IHttpResponse *response) {
    PCSTR query = NULL;
    DWORD length = 0;
    HRESULT hr = IHttpContext_GetServerVariableA(context, "QUERY_STRING", &query, &length);
    char *text = SUCCEEDED(hr) ? IHttpContext_AllocateRequestMemory(context, length + 1) : NULL;
    if (text == NULL) {
        return FAILED(hr) ? hr : E_OUTOFMEMORY;
    }
    memcpy(text, query, length);
    text[length] = '\n';
    return shout(response, text, length + 1);
}

static HRESULT shout_body(IHttpContext *context, IHttpRequest *request, IHttpResponse *response) {
    USHORT type_length = 0;
    PCSTR type = IHttpRequest_GetHeaderByName(request, "Content-Type", &type_length);
    if (type == NULL || strncmp(type, "text/plain", 10) != 0) {
        return refuse(response, 415, "Unsupported Media Type");
    }
    char *body = IHttpContext_AllocateRequestMemory(context, BODY_LIMIT + 1);
    DWORD length = 0;
    HRESULT hr = body != NULL ? read_body(request, body, BODY_LIMIT + 1, &length) : E_OUTOFMEMORY;
    if (FAILED(hr)) {
        return hr;
    }
    if (length > BODY_LIMIT) {
        return refuse(response, 413, "Content Too Large");
    }
    return shout(response, body, length);
}

static HRESULT answer(IHttpContext *context, IHttpRequest *request, IHttpResponse *response) {
    PCSTR method = IHttpRequest_GetHttpMethod(request);
    if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0) {
        return shout_query(context, response);
    }
    if (strcmp(method, "POST") == 0) {
        return shout_body(context, request, response);
    }
    HRESULT hr = set_header(response, "Allow", "GET, HEAD, POST");
    return FAILED(hr) ? hr : refuse(response, 405, "Method Not Allowed");
}

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    static const WCHAR path[] = L"/shout/c";
    IHttpRequest *request = IHttpContext_GetRequest(context);
    const HTTP_COOKED_URL *url = &IHttpRequest_GetRawHttpRequest(request)->CookedUrl;
    (void)self;
    if (url->AbsPathLength != sizeof path - sizeof *path
        || wmemcmp(url->pAbsPath, path, url->AbsPathLength / sizeof *path) != 0) {
        return RQ_NOTIFICATION_CONTINUE;
    }
    HRESULT hr = answer(context, request, IHttpContext_GetResponse(context));
    if (FAILED(hr)) {
        IHttpEventProvider_SetErrorStatus(provider, hr); /* the host makes it an answer, mostly 500 */
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
