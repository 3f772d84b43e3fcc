/*
 * recorder.c - subscribes to everything, and records every call. What else it does is asked for by the request:
 *
 *     X-Do: a.OnBeginRequest=status:503+entity:busy+finish;b.OnLogRequest=thread+indicate:0
 *
 * Before the `=` stand the module (`*`: any) and the call, behind it what is done in turn; see `act`.
 *
 * Settings: `mask RQ`, `post RQ`, `global GL`, `priority RQ ALIAS`, `postpriority RQ ALIAS`, `globalpriority GL ALIAS`,
 * `instance HRESULT` (GetHttpModule fails).
 */
#include "record.h"

#include <pthread.h>

typedef struct Instance {
    CHttpModule base;
    char word[8];
    BOOL has_context;
} Instance;

typedef struct Context {
    IHttpStoredContext base;
    const Instance *instance;
    const char *memory;
} Context;

static HTTP_MODULE_ID module_id;
static DWORD request_mask = ALL_STAGES | RQ_SEND_RESPONSE;
static DWORD post_mask = ALL_STAGES;
static DWORD global_mask = GL_PRE_BEGIN_REQUEST | GL_APPLICATION_START | GL_APPLICATION_STOP | GL_STOP_LISTENING;
static HRESULT instance_result = S_OK;

/* ---- What the module keeps with an exchange ---- */

static void cleanup_context(IHttpStoredContext *self) {
    Context *context = (Context *)self;
    /* Memory of the exchange outlives what modules keep with it. */
    BOOL intact = strcmp(context->memory, "kept") == 0 && strcmp(context->instance->word, "made") == 0;
    record("CleanupStoredContext memory=%s", intact ? "intact" : "gone");
    free(context);
}

static const IHttpStoredContextVtbl context_table = {.CleanupStoredContext = cleanup_context};

static void keep_context(Instance *instance, IHttpContext *exchange) {
    if (instance->has_context) return;
    instance->has_context = TRUE;
    Context *context = malloc(sizeof *context);
    char *memory = IHttpContext_AllocateRequestMemory(exchange, 5);
    context->base.lpVtbl = &context_table;
    context->instance = instance;
    context->memory = strcpy(memory, "kept");
    IHttpModuleContextContainer *container = IHttpContext_GetModuleContextContainer(exchange);
    if (FAILED(IHttpModuleContextContainer_SetModuleContext(container, &context->base, module_id))) {
        record("SetModuleContext failed");
        free(context);
    }
}

/* ---- Completions from a thread of the module ---- */

typedef struct Completing {
    IHttpContext *context;
    int verdict; /* -1: PostCompletion */
    int times;
} Completing;

static void complete(const Completing *completing) {
    for (int i = 0; i < completing->times; i++) {
        if (completing->verdict < 0) {
            IHttpContext_PostCompletion(completing->context, 42);
        } else {
            IHttpContext_IndicateCompletion(completing->context, (REQUEST_NOTIFICATION_STATUS)completing->verdict);
        }
    }
}

static void *complete_on_thread(void *argument) {
    complete(argument);
    free(argument);
    return NULL;
}

static void start_thread(Completing completing) {
    Completing *copy = malloc(sizeof *copy);
    pthread_t thread;
    *copy = completing;
    if (pthread_create(&thread, NULL, complete_on_thread, copy) != 0) abort();
    pthread_detach(thread);
}

/* ---- What the request asks for ---- */

typedef struct Doing {
    IHttpContext *context;
    IHttpEventProvider *provider;
    REQUEST_NOTIFICATION_STATUS verdict;
    BOOL on_thread;
    int times;
} Doing;

static void write_entity(IHttpContext *context, const char *text) {
    HTTP_DATA_CHUNK chunk = {.FromMemory = {(void *)(uintptr_t)text, (ULONG)strlen(text)}};
    DWORD sent = 0;
    HRESULT hr =
        IHttpResponse_WriteEntityChunks(IHttpContext_GetResponse(context), &chunk, 1, FALSE, TRUE, &sent, NULL);
    if (FAILED(hr)) record("write 0x%08X", (unsigned)hr);
}

static void finish_with(Doing *doing, int verdict) {
    Completing completing = {doing->context, verdict, doing->times};
    doing->verdict = RQ_NOTIFICATION_PENDING;
    if (doing->on_thread) {
        start_thread(completing);
    } else {
        complete(&completing);
    }
}

static void act(Doing *doing, const char *what, char *value) {
    IHttpResponse *response = IHttpContext_GetResponse(doing->context);
    DWORD sent = 0;
    if (strcmp(what, "finish") == 0) doing->verdict = RQ_NOTIFICATION_FINISH_REQUEST;
    if (strcmp(what, "continue") == 0) doing->verdict = RQ_NOTIFICATION_CONTINUE;
    if (strcmp(what, "verdict") == 0) doing->verdict = (REQUEST_NOTIFICATION_STATUS)atoi(value);
    /* Completions: by the next `indicate` or `post` on a thread, so many times. */
    if (strcmp(what, "thread") == 0) doing->on_thread = TRUE;
    if (strcmp(what, "times") == 0) doing->times = atoi(value);
    if (strcmp(what, "indicate") == 0) finish_with(doing, atoi(value));
    if (strcmp(what, "post") == 0) finish_with(doing, -1);
    /* The response. */
    if (strcmp(what, "status") == 0) {
        IHttpResponse_SetStatus(response, (USHORT)atoi(value), "Of a module", 0, S_OK, NULL, FALSE);
    }
    if (strcmp(what, "entity") == 0) write_entity(doing->context, value);
    if (strcmp(what, "clear") == 0) IHttpResponse_Clear(response);
    if (strcmp(what, "unbuffered") == 0) IHttpResponse_DisableBuffering(response);
    if (strcmp(what, "flush") == 0 || strcmp(what, "last") == 0) {
        HRESULT hr = IHttpResponse_Flush(response, FALSE, what[0] == 'f', &sent, NULL);
        record("flushed 0x%08X sent=%u", (unsigned)hr, sent);
    }
    /* The walk. */
    if (strcmp(what, "handled") == 0) IHttpContext_SetRequestHandled(doing->context);
    if (strcmp(what, "error") == 0) {
        IHttpEventProvider_SetErrorStatus(doing->provider, (HRESULT)strtoul(value, NULL, 16));
    }
    if (strcmp(what, "disable") == 0) {
        DWORD mask = (DWORD)strtoul(value, &value, 16);
        IHttpContext_DisableNotifications(doing->context, mask, (DWORD)strtoul(value + 1, NULL, 16));
    }
    if (strcmp(what, "islast") == 0) {
        record(
            "last=%d/%d", IHttpContext_GetIsLastNotification(doing->context, RQ_NOTIFICATION_CONTINUE),
            IHttpContext_GetIsLastNotification(doing->context, RQ_NOTIFICATION_FINISH_REQUEST));
    }
    if (strcmp(what, "clearmore") == 0) {
        ISendResponseProvider *provider = (ISendResponseProvider *)doing->provider;
        ISendResponseProvider_SetFlags(
            provider, ISendResponseProvider_GetFlags(provider) & ~HTTP_SEND_RESPONSE_FLAG_MORE_DATA);
    }
}

/* Finds what `X-Do` asks of this call and does it. */
static REQUEST_NOTIFICATION_STATUS called(IHttpContext *context, IHttpEventProvider *provider, const char *call) {
    Doing doing = {context, provider, RQ_NOTIFICATION_CONTINUE, FALSE, 1};
    char orders[512];
    const char *header = IHttpRequest_GetHeaderByName(IHttpContext_GetRequest(context), "X-Do", NULL);
    if (header == NULL) return RQ_NOTIFICATION_CONTINUE;
    snprintf(orders, sizeof orders, "%s", header);
    char *next = orders;
    for (char *order = strsep(&next, ";"); order != NULL; order = strsep(&next, ";")) {
        char *actions = strchr(order, '=');
        char *dot = strchr(order, '.');
        if (actions == NULL || dot == NULL || dot > actions) continue;
        *actions++ = 0;
        *dot++ = 0;
        if (strcmp(dot, call) != 0 || (strcmp(order, "*") != 0 && strcmp(order, record_module) != 0)) continue;
        for (char *what = strsep(&actions, "+"); what != NULL; what = strsep(&actions, "+")) {
            char *value = strchr(what, ':');
            if (value != NULL) *value++ = 0;
            act(&doing, what, value != NULL ? value : "");
        }
    }
    return doing.verdict;
}

/* ---- The notifications ---- */

#define STAGES(EACH) \
    EACH(BeginRequest, IHttpEventProvider) \
    EACH(AuthenticateRequest, IAuthenticationProvider) \
    EACH(AuthorizeRequest, IHttpEventProvider) \
    EACH(ResolveRequestCache, IHttpEventProvider) \
    EACH(MapRequestHandler, IMapHandlerProvider) \
    EACH(AcquireRequestState, IHttpEventProvider) \
    EACH(PreExecuteRequestHandler, IHttpEventProvider) \
    EACH(ExecuteRequestHandler, IHttpEventProvider) \
    EACH(ReleaseRequestState, IHttpEventProvider) \
    EACH(UpdateRequestCache, IHttpEventProvider) \
    EACH(LogRequest, IHttpEventProvider) \
    EACH(EndRequest, IHttpEventProvider)

#define NAME(stage, provider) #stage,
static const char *const stage_names[] = {STAGES(NAME)};

#define METHODS(stage, Provider) \
    static REQUEST_NOTIFICATION_STATUS on_##stage(CHttpModule *self, IHttpContext *context, Provider *provider) { \
        record("On" #stage); \
        keep_context((Instance *)self, context); \
        return called(context, (IHttpEventProvider *)provider, "On" #stage); \
    } \
    static REQUEST_NOTIFICATION_STATUS on_post_##stage( \
        CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) { \
        record("OnPost" #stage); \
        keep_context((Instance *)self, context); \
        return called(context, provider, "OnPost" #stage); \
    }
STAGES(METHODS)

static REQUEST_NOTIFICATION_STATUS on_send_response(
    CHttpModule *self, IHttpContext *context, ISendResponseProvider *provider) {
    (void)self;
    DWORD flags = ISendResponseProvider_GetFlags(provider);
    record(
        "OnSendResponse headers=%d more=%d", ISendResponseProvider_GetHeadersBeingSent(provider),
        (flags & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) != 0);
    return called(context, (IHttpEventProvider *)provider, "OnSendResponse");
}

static REQUEST_NOTIFICATION_STATUS on_async_completion(
    CHttpModule *self, IHttpContext *context, DWORD notification, BOOL is_post, IHttpEventProvider *provider,
    IHttpCompletionInfo *info) {
    (void)self;
    record(
        "OnAsyncCompletion On%s%s bytes=%u status=0x%08X", is_post ? "Post" : "",
        stage_names[__builtin_ctz(notification)], IHttpCompletionInfo_GetCompletionBytes(info),
        (unsigned)IHttpCompletionInfo_GetCompletionStatus(info));
    return called(context, provider, "OnAsyncCompletion");
}

static void dispose(CHttpModule *self) {
    (void)self; /* its memory is the exchange's */
    record("Dispose");
}

#define ENTRIES(stage, provider) .On##stage = on_##stage, .OnPost##stage = on_post_##stage,
static const CHttpModuleVtbl module_table = {
    STAGES(ENTRIES).OnSendResponse = on_send_response,
    .OnAsyncCompletion = on_async_completion,
    .Dispose = dispose,
};

/* ---- The factory and the global module ---- */

static HRESULT get_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self;
    record("GetHttpModule");
    if (FAILED(instance_result)) return instance_result;
    Instance *instance = IModuleAllocator_AllocateMemory(allocator, sizeof *instance);
    instance->base.lpVtbl = &module_table;
    strcpy(instance->word, "made");
    *out = &instance->base;
    return S_OK;
}

static void terminate_factory(IHttpModuleFactory *self) {
    (void)self;
    record("Terminate factory");
}

static const IHttpModuleFactoryVtbl factory_table = {.GetHttpModule = get_module, .Terminate = terminate_factory};
static IHttpModuleFactory factory = {&factory_table};

static GLOBAL_NOTIFICATION_STATUS pre_begin(CGlobalModule *self, IPreBeginRequestProvider *provider) {
    (void)self;
    record("OnGlobalPreBeginRequest");
    IHttpRequest *request = IHttpContext_GetRequest(IPreBeginRequestProvider_GetHttpContext(provider));
    const char *handled = IHttpRequest_GetHeaderByName(request, "X-Handled-Before", NULL);
    return handled != NULL && strcmp(handled, record_module) == 0 ? GL_NOTIFICATION_HANDLED : GL_NOTIFICATION_CONTINUE;
}

static GLOBAL_NOTIFICATION_STATUS application_start(CGlobalModule *self, IHttpApplicationProvider *provider) {
    (void)self, (void)provider;
    record("OnGlobalApplicationStart");
    return GL_NOTIFICATION_CONTINUE;
}

static GLOBAL_NOTIFICATION_STATUS application_stop(CGlobalModule *self, IHttpApplicationProvider *provider) {
    (void)self, (void)provider;
    record("OnGlobalApplicationStop");
    return GL_NOTIFICATION_CONTINUE;
}

static GLOBAL_NOTIFICATION_STATUS stop_listening(CGlobalModule *self, IGlobalStopListeningProvider *provider) {
    (void)self;
    record("OnGlobalStopListening graceful=%d", IGlobalStopListeningProvider_DrainRequestsGracefully(provider));
    return GL_NOTIFICATION_CONTINUE;
}

static void terminate_global(CGlobalModule *self) {
    (void)self;
    record("Terminate global");
}

static const CGlobalModuleVtbl global_table = {
    .OnGlobalPreBeginRequest = pre_begin,
    .OnGlobalApplicationStart = application_start,
    .OnGlobalApplicationStop = application_stop,
    .OnGlobalStopListening = stop_listening,
    .Terminate = terminate_global,
};
static CGlobalModule global = {&global_table};

/* ---- Registration ---- */

static void set_mask(void *context, const char *key, char *value) {
    (void)context;
    DWORD number = (DWORD)strtoul(value, NULL, 16);
    if (strcmp(key, "mask") == 0) request_mask = number;
    if (strcmp(key, "post") == 0) post_mask = number;
    if (strcmp(key, "global") == 0) global_mask = number;
    if (strcmp(key, "instance") == 0) instance_result = (HRESULT)number;
}

static void set_priority(void *context, const char *key, char *value) {
    IHttpModuleRegistrationInfo2 *info = context;
    WCHAR alias[16] = L"";
    DWORD mask = (DWORD)strtoul(value, &value, 16);
    for (int i = 0; i < 15 && value[0] == ' ' && value[i + 1] != 0; i++)
        alias[i] = (WCHAR)value[i + 1];
    if (strcmp(key, "priority") == 0) {
        IHttpModuleRegistrationInfo2_SetPriorityForRequestNotification(info, mask, alias);
    }
    if (strcmp(key, "postpriority") == 0) {
        IHttpModuleRegistrationInfo2_SetPriorityForPostRequestNotification(info, mask, alias);
    }
    if (strcmp(key, "globalpriority") == 0) {
        IHttpModuleRegistrationInfo2_SetPriorityForGlobalNotification(info, mask, alias);
    }
}

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server;
    record_open();
    settings_read(set_mask, NULL);
    module_id = IHttpModuleRegistrationInfo_GetId(info);
    if (request_mask != 0 || post_mask != 0) {
        HRESULT hr = IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, request_mask, post_mask);
        if (FAILED(hr)) return hr;
    }
    if (global_mask != 0) {
        HRESULT hr = IHttpModuleRegistrationInfo_SetGlobalNotifications(info, &global, global_mask);
        if (FAILED(hr)) return hr;
    }
    settings_read(set_priority, info);
    return S_OK;
}
