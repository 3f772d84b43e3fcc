/* pending.c - waits for a thread of its own, which completes each request, and then answers. */
#include "entry.h"

#include <pthread.h>

enum {
    CAPACITY = 4096
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static IHttpContext *waiting[CAPACITY];
static unsigned first, count;

static void *complete(void *unused) {
    (void)unused;
    for (;;) {
        pthread_mutex_lock(&lock);
        while (count == 0) {
            pthread_cond_wait(&filled, &lock);
        }
        IHttpContext *context = waiting[first];
        first = (first + 1) % CAPACITY;
        count--;
        pthread_mutex_unlock(&lock);
        IHttpContext_PostCompletion(context, 0);
    }
    return NULL;
}

static void start(void) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, complete, NULL) == 0) {
        pthread_detach(thread);
    }
}

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    (void)self, (void)provider;
    pthread_once(&once, start);
    pthread_mutex_lock(&lock);
    bool full = count == CAPACITY;
    if (!full) {
        waiting[(first + count) % CAPACITY] = context;
        count++;
        pthread_cond_signal(&filled);
    }
    pthread_mutex_unlock(&lock);
    return full ? refuse(context) : RQ_NOTIFICATION_PENDING;
}

static REQUEST_NOTIFICATION_STATUS on_completion(
    CHttpModule *self, IHttpContext *context, DWORD notification, BOOL post, IHttpEventProvider *provider,
    IHttpCompletionInfo *completion) {
    (void)self, (void)notification, (void)post, (void)provider, (void)completion;
    return say_hello(context);
}

static const DWORD subscribed = RQ_EXECUTE_REQUEST_HANDLER;
static const CHttpModuleVtbl module_table = {
    .OnExecuteRequestHandler = on_execute,
    .OnAsyncCompletion = on_completion,
    .Dispose = dispose,
};
