/*
 * pending.c - waits in each of the twelve stages, and is completed in four ways in turn: IndicateCompletion and
 * PostCompletion, from a thread of the module and from inside the method. In END_REQUEST it answers how many
 * completions it has seen. On Terminate it records how often something was out of order.
 */
#include "record.h"

#include <pthread.h>

typedef struct Instance {
    CHttpModule base;
    DWORD stage;     /* the bit of the notification that runs */
    int completed;   /* notifications that went on after they had waited */
    BOOL is_waiting; /* PENDING has been returned, or is about to be */
    BOOL is_posted;  /* OnAsyncCompletion is to come */
} Instance;

static int wrong = 0;
static int total = 0;

static void count_wrong(void) {
    __atomic_add_fetch(&wrong, 1, __ATOMIC_RELAXED);
}

/* ---- The threads of the module: four of them, with one queue ---- */

typedef struct Work {
    IHttpContext *context;
    BOOL post;
} Work;

enum {
    queue_size = 4096,
    thread_count = 4
};
static Work queue[queue_size];
static unsigned queue_head = 0, queue_tail = 0;
static BOOL queue_closed = FALSE;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static pthread_t threads[thread_count];

static void complete(Work work) {
    if (work.post) {
        if (IHttpContext_PostCompletion(work.context, 7) != S_OK) count_wrong();
    } else {
        IHttpContext_IndicateCompletion(work.context, RQ_NOTIFICATION_CONTINUE);
    }
}

static void *run(void *argument) {
    (void)argument;
    for (;;) {
        pthread_mutex_lock(&lock);
        while (queue_head == queue_tail && !queue_closed)
            pthread_cond_wait(&filled, &lock);
        if (queue_head == queue_tail) break;
        Work work = queue[queue_head++ % queue_size];
        pthread_mutex_unlock(&lock);
        complete(work);
    }
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void enqueue(Work work) {
    pthread_mutex_lock(&lock);
    if (queue_tail - queue_head == queue_size) abort();
    queue[queue_tail++ % queue_size] = work;
    pthread_cond_signal(&filled);
    pthread_mutex_unlock(&lock);
}

/* ---- The module ---- */

static void answer(IHttpContext *context, int count) {
    char text[16];
    DWORD sent = 0;
    HTTP_DATA_CHUNK chunk = {.FromMemory = {text, (ULONG)snprintf(text, sizeof text, "%d", count)}};
    IHttpResponse *response = IHttpContext_GetResponse(context);
    IHttpResponse_Clear(response);
    if (IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, TRUE, &sent, NULL) != S_OK) count_wrong();
}

static REQUEST_NOTIFICATION_STATUS begin(CHttpModule *self, IHttpContext *context, DWORD bit) {
    Instance *instance = (Instance *)self;
    /* Each stage once, in order, and only after the one before has ended. */
    if (instance->is_waiting ? instance->is_posted : instance->stage != 0) count_wrong();
    if (bit != (instance->stage == 0 ? RQ_BEGIN_REQUEST : instance->stage << 1)) count_wrong();
    if (instance->stage != 0) instance->completed += 1;
    instance->stage = bit;
    instance->is_waiting = TRUE;
    unsigned way = (unsigned)__atomic_add_fetch(&total, 1, __ATOMIC_RELAXED) % 4;
    Work work = {context, way % 2 == 1};
    instance->is_posted = work.post;
    if (bit == RQ_END_REQUEST) answer(context, instance->completed + 1);
    if (way < 2) {
        enqueue(work);
    } else {
        complete(work);
    }
    return RQ_NOTIFICATION_PENDING;
}

#define STAGES(EACH) \
    EACH(BeginRequest, IHttpEventProvider, RQ_BEGIN_REQUEST) \
    EACH(AuthenticateRequest, IAuthenticationProvider, RQ_AUTHENTICATE_REQUEST) \
    EACH(AuthorizeRequest, IHttpEventProvider, RQ_AUTHORIZE_REQUEST) \
    EACH(ResolveRequestCache, IHttpEventProvider, RQ_RESOLVE_REQUEST_CACHE) \
    EACH(MapRequestHandler, IMapHandlerProvider, RQ_MAP_REQUEST_HANDLER) \
    EACH(AcquireRequestState, IHttpEventProvider, RQ_ACQUIRE_REQUEST_STATE) \
    EACH(PreExecuteRequestHandler, IHttpEventProvider, RQ_PRE_EXECUTE_REQUEST_HANDLER) \
    EACH(ExecuteRequestHandler, IHttpEventProvider, RQ_EXECUTE_REQUEST_HANDLER) \
    EACH(ReleaseRequestState, IHttpEventProvider, RQ_RELEASE_REQUEST_STATE) \
    EACH(UpdateRequestCache, IHttpEventProvider, RQ_UPDATE_REQUEST_CACHE) \
    EACH(LogRequest, IHttpEventProvider, RQ_LOG_REQUEST) \
    EACH(EndRequest, IHttpEventProvider, RQ_END_REQUEST)

#define METHOD(stage, Provider, bit) \
    static REQUEST_NOTIFICATION_STATUS on_##stage(CHttpModule *self, IHttpContext *context, Provider *provider) { \
        (void)provider; \
        return begin(self, context, bit); \
    }
STAGES(METHOD)

static REQUEST_NOTIFICATION_STATUS on_async_completion(
    CHttpModule *self, IHttpContext *context, DWORD notification, BOOL is_post, IHttpEventProvider *provider,
    IHttpCompletionInfo *info) {
    Instance *instance = (Instance *)self;
    (void)context, (void)provider;
    if (!instance->is_posted || notification != instance->stage || is_post) count_wrong();
    if (IHttpCompletionInfo_GetCompletionBytes(info) != 7) count_wrong();
    instance->is_posted = FALSE;
    return RQ_NOTIFICATION_CONTINUE;
}

static void dispose(CHttpModule *self) {
    Instance *instance = (Instance *)self;
    if (instance->stage != RQ_END_REQUEST || instance->is_posted) count_wrong();
    free(instance);
}

#define ENTRY(stage, provider, bit) .On##stage = on_##stage,
static const CHttpModuleVtbl module_table = {
    STAGES(ENTRY).OnAsyncCompletion = on_async_completion,
    .Dispose = dispose,
};

static HRESULT get_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self, (void)allocator;
    Instance *instance = calloc(1, sizeof *instance);
    instance->base.lpVtbl = &module_table;
    *out = &instance->base;
    return S_OK;
}

static void terminate(IHttpModuleFactory *self) {
    (void)self;
    pthread_mutex_lock(&lock);
    queue_closed = TRUE;
    pthread_cond_broadcast(&filled);
    pthread_mutex_unlock(&lock);
    for (int i = 0; i < thread_count; i++)
        pthread_join(threads[i], NULL);
    record("wrong=%d total=%d", wrong, total);
}

static const IHttpModuleFactoryVtbl factory_table = {.GetHttpModule = get_module, .Terminate = terminate};
static IHttpModuleFactory factory = {&factory_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server;
    record_open();
    for (int i = 0; i < thread_count; i++) {
        if (pthread_create(&threads[i], NULL, run, NULL) != 0) return E_FAIL;
    }
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, ALL_STAGES, 0);
}
