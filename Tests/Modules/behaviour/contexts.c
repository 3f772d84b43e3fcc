/* contexts.c - leaves contexts in every container it can reach, and records when they go. */
#include "probe.h"

typedef struct Context {
    IHttpConnectionStoredContext base;
    const char *place;
} Context;

static void cleanup(IHttpConnectionStoredContext *self) {
    record("cleanup %s", ((Context *)self)->place);
    free(self);
}

static void notify_disconnect(IHttpConnectionStoredContext *self) {
    record("disconnect %s", ((Context *)self)->place);
}

static const IHttpConnectionStoredContextVtbl context_table = {
    .CleanupStoredContext = cleanup, .NotifyDisconnect = notify_disconnect};

static Context *make_context(const char *place) {
    Context *context = malloc(sizeof *context);
    context->base.lpVtbl = &context_table;
    context->place = place;
    return context;
}

static void leave(IHttpModuleContextContainer *container, const char *place) {
    char name[64];
    if (container == NULL) return say(place, "no container");
    Context *first = make_context(place);
    Context *second = make_context("second");
    BOOL absent = IHttpModuleContextContainer_GetModuleContext(container, probe_id) == NULL;
    say_result(place, IHttpModuleContextContainer_SetModuleContext(container, (IHttpStoredContext *)first, probe_id));
    snprintf(name, sizeof name, "%s again", place);
    say_result(name, IHttpModuleContextContainer_SetModuleContext(container, (IHttpStoredContext *)second, probe_id));
    free(second); /* refused: still the module's */
    snprintf(name, sizeof name, "%s found", place);
    say(name, "%d", absent && IHttpModuleContextContainer_GetModuleContext(container, probe_id) == (void *)first);
    snprintf(name, sizeof name, "%s null", place);
    say_result(name, IHttpModuleContextContainer_SetModuleContext(container, NULL, (HTTP_MODULE_ID)99));
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpContext3 *context3 = (IHttpContext3 *)context;
    leave(IHttpContext_GetModuleContextContainer(context), "exchange");
    leave(IMetadataInfo_GetModuleContextContainer(IHttpContext_GetMetadata(context)), "metadata");
    leave(IHttpUrlInfo_GetModuleContextContainer(IHttpContext_GetUrlInfo(context)), "url");
    IHttpConnectionModuleContextContainer *connection =
        IHttpConnection_GetModuleContextContainer(IHttpContext_GetConnection(context));
    leave((IHttpModuleContextContainer *)connection, "connection");
    leave(IHttpSite_GetModuleContextContainer(IHttpContext_GetSite(context)), "site");
    leave(IHttpApplication_GetModuleContextContainer(IHttpContext_GetApplication(context)), "application");

    IDispensedHttpModuleContextContainer *dispensed = IHttpServer_DispenseContainer(probe_server);
    leave((IHttpModuleContextContainer *)dispensed, "dispensed");
    IDispensedHttpModuleContextContainer_ReleaseContainer(dispensed);
    record("released");
    /* What the host owns cannot be released. */
    say("released found", "%d", IDispensedHttpModuleContextContainer_GetModuleContext(dispensed, probe_id) != NULL);

    Context *watching = make_context("watching");
    say_result(
        "watching",
        IHttpConnectionModuleContextContainer_SetConnectionModuleContext(connection, &watching->base, probe_id));
    say_result(
        "watching again",
        IHttpConnectionModuleContextContainer_SetConnectionModuleContext(connection, &watching->base, probe_id));
    say("watching found", "%d",
        IHttpConnectionModuleContextContainer_GetConnectionModuleContext(connection, probe_id) == &watching->base);

    INamedContextContainer *named = IHttpContext3_GetNamedContextContainer(context3);
    Context *by_name = make_context("named");
    say("named absent", "%d", INamedContextContainer_GetNamedContext(named, L"probe") == NULL);
    say_result("named", INamedContextContainer_SetNamedContext(named, (IHttpStoredContext *)by_name, L"probe"));
    say_result("named again", INamedContextContainer_SetNamedContext(named, (IHttpStoredContext *)by_name, L"probe"));
    say("named found", "%d", INamedContextContainer_GetNamedContext(named, L"probe") == (void *)by_name);
}
