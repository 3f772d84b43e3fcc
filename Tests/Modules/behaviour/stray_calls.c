/*
 * stray_calls.c - calls the objects of an exchange when or where it must not.
 *
 * /second: from a second thread while the handler runs. /keep: waits and keeps its pointers; /use: calls them, long
 * after their exchange has ended, from a thread of its own.
 */
#include "probe.h"

#include <pthread.h>

typedef struct Kept {
    IHttpContext *context;
    IHttpRequest *request;
    IHttpResponse *response;
    IHttpEventProvider *provider;
    IHttpModuleContextContainer *container;
    INamedContextContainer *named;
    IHttpCachePolicy *policy;
} Kept;

static Kept kept;
static char answers[4096];

static void call_everything(const Kept *from) {
    PCSTR text = (PCSTR)1;
    DWORD count = 77;
    USHORT length = 77;
    report_length = 0;
    say_result("SetStatus", IHttpResponse_SetStatus(from->response, 500, "Stray", 0, S_OK, NULL, FALSE));
    say_result("SetHeader", IHttpResponse_SetHeaderByName(from->response, "X-Stray", "1", 1, TRUE));
    HTTP_DATA_CHUNK chunk = memory_chunk("stray", 5);
    say_result("write", IHttpResponse_WriteEntityChunks(from->response, &chunk, 1, FALSE, TRUE, &count, NULL));
    say("GetHeader", "%d", IHttpRequest_GetHeaderByName(from->request, "Host", &length) == NULL && length == 0);
    say("GetRequest", "%d", IHttpContext_GetRequest(from->context) == NULL);
    say("AllocateRequestMemory", "%d", IHttpContext_AllocateRequestMemory(from->context, 8) == NULL);
    HRESULT hr = IHttpContext_GetServerVariableA(from->context, "URL", &text, &count);
    say_result("GetServerVariable", hr);
    say("its outputs", "%d", text == NULL && count == 0);
    say_result("Flush", IHttpResponse_Flush(from->response, FALSE, FALSE, &count, NULL));
    IHttpEventProvider_SetErrorStatus(from->provider, E_FAIL);
    IHttpResponse_Clear(from->response);
    IHttpResponse_ResetConnection(from->response);
    say("AppendVaryByHeader", "%d", FAILED(IHttpCachePolicy_AppendVaryByHeader(from->policy, "X")));
    memcpy(answers, report, report_length + 1);
}

/* The host waits a moment for the handler to return, so that each of these calls takes a second. */
static void *second_thread(void *argument) {
    const Kept *from = argument;
    report_length = 0;
    say_result("SetStatus", IHttpResponse_SetStatus(from->response, 500, "Stray", 0, S_OK, NULL, FALSE));
    say("GetRequest", "%d", IHttpContext_GetRequest(from->context) == NULL);
    memcpy(answers, report, report_length + 1);
    return NULL;
}

static void *late_thread(void *argument) {
    call_everything(argument);
    say_result("PostCompletion", IHttpContext_PostCompletion(kept.context, 1));
    IHttpContext_IndicateCompletion(kept.context, RQ_NOTIFICATION_CONTINUE);
    say("GetModuleContext", "%d", IHttpModuleContextContainer_GetModuleContext(kept.container, probe_id) == NULL);
    say("GetNamedContext", "%d", INamedContextContainer_GetNamedContext(kept.named, L"x") == NULL);
    memcpy(answers, report, report_length + 1);
    return NULL;
}

static void run_on_thread(void *(*function)(void *), const Kept *from) {
    pthread_t thread;
    Kept copy = *from;
    if (pthread_create(&thread, NULL, function, &copy) != 0) abort();
    pthread_join(thread, NULL);
    report_length = (size_t)snprintf(report, sizeof report, "%s", answers);
}

static Kept pointers(IHttpContext *context, IHttpEventProvider *provider) {
    IHttpResponse *response = IHttpContext_GetResponse(context);
    return (Kept){
        .context = context,
        .request = IHttpContext_GetRequest(context),
        .response = response,
        .provider = provider,
        .container = IHttpContext_GetModuleContextContainer(context),
        .named = IHttpContext3_GetNamedContextContainer((IHttpContext3 *)context),
        .policy = IHttpResponse_GetCachePolicy(response),
    };
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    Kept now = pointers(context, provider);
    if (path_is(context, L"/use")) return run_on_thread(late_thread, &kept);
    if (path_is(context, L"/second")) return run_on_thread(second_thread, &now);
}

static void *complete(void *context) {
    IHttpContext_IndicateCompletion(context, RQ_NOTIFICATION_FINISH_REQUEST);
    return NULL;
}

static REQUEST_NOTIFICATION_STATUS keep_or_probe(
    CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    if (!path_is(context, L"/keep")) return probe_execute(self, context, provider);
    pthread_t thread;
    kept = pointers(context, provider);
    write_text(context, "kept");
    if (pthread_create(&thread, NULL, complete, context) != 0) abort();
    pthread_detach(thread);
    return RQ_NOTIFICATION_PENDING;
}

__attribute__((constructor)) static void prepare(void) {
    probe_table.OnExecuteRequestHandler = keep_or_probe;
}
