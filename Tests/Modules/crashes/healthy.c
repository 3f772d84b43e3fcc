/* Breaks nothing. Answers /slow after 300 ms and /forever never, and says on standard error that it has begun. */
#define OWN_REGISTER_MODULE
#include "module.h"
#include <time.h>

static void boom(void) {}

static REQUEST_NOTIFICATION_STATUS on_begin(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    static char late[] = "late but whole";
    (void)self, (void)provider;
    if (path_is(context, L"/forever")) {
        dprintf(2, "a request that never ends has begun\n");
        for (;;)
            pause();
    }
    if (!path_is(context, L"/slow")) return RQ_NOTIFICATION_CONTINUE;
    dprintf(2, "a slow request has begun\n");
    nanosleep(&(struct timespec){0, 300000000}, NULL);
    return answer(context, late);
}

static const CHttpModuleVtbl slow_table = {
    .OnBeginRequest = on_begin, .OnExecuteRequestHandler = on_execute, .Dispose = dispose};
static CHttpModule slow_module = {&slow_table};

static HRESULT get_slow_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self, (void)allocator;
    *out = &slow_module;
    return S_OK;
}

static const IHttpModuleFactoryVtbl slow_factory_table = {.GetHttpModule = get_slow_module, .Terminate = terminate};
static IHttpModuleFactory slow_factory = {&slow_factory_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server, (void)subscribe;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(
        info, &slow_factory, RQ_BEGIN_REQUEST | RQ_EXECUTE_REQUEST_HANDLER, 0);
}
