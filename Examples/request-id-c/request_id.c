/* request_id.c - gives each request an identifier that the other modules, the client and the log can see. */
#include <httpserv.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum {
    ID_LIMIT = 64
};

/* One object per request, in the request's own memory. Its first member makes it a CHttpModule. */
typedef struct RequestIDModule {
    CHttpModule module;
    USHORT length; /* 0: the request has no identifier yet */
    char id[ID_LIMIT + 1];
} RequestIDModule;

static uint64_t process_mark;         /* tells the identifiers of this process from those of others */
static atomic_uint_fast64_t sequence; /* tells the requests of this process apart */

/* What a client sends is kept only if it can go into a header, a log line or a file name as it is. */
static bool is_sane(const char *id, USHORT length) {
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    return length >= 1 && length <= ID_LIMIT && strspn(id, allowed) == length;
}

/* Keeps the client's identifier or makes one, then shows it to the modules that come after. */
static HRESULT identify(RequestIDModule *self, IHttpContext *context) {
    IHttpRequest *request = IHttpContext_GetRequest(context);
    USHORT length = 0;
    const char *sent = IHttpRequest_GetHeaderByName(request, "X-Request-Id", &length);
    if (sent != NULL && is_sane(sent, length)) {
        memcpy(self->id, sent, length);
        self->id[length] = 0;
        self->length = length;
    } else {
        unsigned long long number = atomic_fetch_add(&sequence, 1);
        unsigned long long mark = process_mark;
        self->length = (USHORT)snprintf(self->id, sizeof self->id, "%016llx%016llx", mark, number);
    }
    WCHAR wide[ID_LIMIT + 1];
    for (USHORT i = 0; i <= self->length; i++) {
        wide[i] = (WCHAR)self->id[i];
    }
    HRESULT hr = IHttpRequest_SetHeaderByName(request, "X-Request-Id", self->id, self->length, TRUE);
    return FAILED(hr) ? hr : IHttpContext_SetServerVariable(context, "REQUEST_ID", wide);
}

static REQUEST_NOTIFICATION_STATUS on_begin(CHttpModule *module, IHttpContext *context, IHttpEventProvider *provider) {
    HRESULT hr = identify((RequestIDModule *)module, context);
    if (FAILED(hr)) {
        IHttpEventProvider_SetErrorStatus(provider, hr);
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
    return RQ_NOTIFICATION_CONTINUE;
}

/* Called again for each flush: the header can only be set before the first. */
static REQUEST_NOTIFICATION_STATUS on_send(
    CHttpModule *module, IHttpContext *context, ISendResponseProvider *provider) {
    RequestIDModule *self = (RequestIDModule *)module;
    HRESULT hr = S_OK;
    if (IHttpContext_GetResponseHeadersSent(context)) {
        return RQ_NOTIFICATION_CONTINUE;
    }
    if (self->length == 0) { /* another module ended the request before on_begin */
        hr = identify(self, context);
    }
    if (SUCCEEDED(hr)) {
        IHttpResponse *response = IHttpContext_GetResponse(context);
        hr = IHttpResponse_SetHeaderByName(response, "X-Request-Id", self->id, self->length, TRUE);
    }
    if (FAILED(hr)) {
        ISendResponseProvider_SetErrorStatus(provider, hr);
    }
    return RQ_NOTIFICATION_CONTINUE;
}

static void dispose(CHttpModule *module) {
    (void)module; /* the host frees the memory with the request */
}

static const CHttpModuleVtbl module_table = {
    .OnBeginRequest = on_begin,
    .OnSendResponse = on_send,
    .Dispose = dispose,
};

static HRESULT get_module(IHttpModuleFactory *factory, CHttpModule **out, IModuleAllocator *allocator) {
    RequestIDModule *self = IModuleAllocator_AllocateMemory(allocator, sizeof *self);
    (void)factory;
    if (self == NULL) {
        return E_OUTOFMEMORY;
    }
    self->module.lpVtbl = &module_table;
    self->length = 0;
    *out = &self->module;
    return S_OK;
}

static void terminate(IHttpModuleFactory *factory) {
    (void)factory;
}

static const IHttpModuleFactoryVtbl factory_table = {.GetHttpModule = get_module, .Terminate = terminate};
static IHttpModuleFactory factory = {&factory_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    const DWORD subscribed = RQ_BEGIN_REQUEST | RQ_SEND_RESPONSE;
    (void)version, (void)server;
    if (getrandom(&process_mark, sizeof process_mark, 0) != (ssize_t)sizeof process_mark) {
        return E_FAIL;
    }
    HRESULT hr = IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, subscribed, 0);
    if (FAILED(hr)) {
        return hr;
    }
    /* First on the way in, so that all others see the identifier; the order of SEND_RESPONSE is inverted. */
    return IHttpModuleRegistrationInfo_SetPriorityForRequestNotification(info, subscribed, PRIORITY_ALIAS_FIRST);
}
