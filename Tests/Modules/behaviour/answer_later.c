/* answer_later.c - a handler that waits, answers from a thread of its own, and ends with CONTINUE. */
#include <httpserv.h>

#include <pthread.h>
#include <string.h>

static void *answer(void *argument) {
    IHttpContext *context = argument;
    char text[] = "later";
    HTTP_DATA_CHUNK chunk = {.FromMemory = {text, sizeof text - 1}};
    DWORD sent = 0;
    IHttpResponse_WriteEntityChunks(IHttpContext_GetResponse(context), &chunk, 1, FALSE, TRUE, &sent, NULL);
    memset(text, 'x', sizeof text); /* what was written has been copied */
    IHttpContext_IndicateCompletion(context, RQ_NOTIFICATION_CONTINUE);
    return NULL;
}

static void *wait_until_free(void *context) {
    /* While the method that began the operation still runs, calls of this thread are refused. */
    while (IHttpContext_GetResponse(context) == NULL) {
    }
    return answer(context);
}

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    (void)self, (void)provider;
    pthread_t thread;
    if (pthread_create(&thread, NULL, wait_until_free, context) != 0) return RQ_NOTIFICATION_CONTINUE;
    pthread_detach(thread);
    return RQ_NOTIFICATION_PENDING;
}

static void dispose(CHttpModule *self) {
    (void)self;
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
