/* Leaves a request to /boom PENDING for ever. */
#define OWN_REGISTER_MODULE
#include "module.h"

static void boom(void) {}

static REQUEST_NOTIFICATION_STATUS on_pend(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    if (!path_is(context, L"/boom")) return on_execute(self, context, provider);
    dprintf(2, "a request is pending\n");
    return RQ_NOTIFICATION_PENDING;
}

static const CHttpModuleVtbl pending_table = {.OnExecuteRequestHandler = on_pend, .Dispose = dispose};
static CHttpModule pending_module = {&pending_table};

static HRESULT get_pending_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self, (void)allocator;
    *out = &pending_module;
    return S_OK;
}

static const IHttpModuleFactoryVtbl pending_factory_table = {
    .GetHttpModule = get_pending_module, .Terminate = terminate};
static IHttpModuleFactory pending_factory = {&pending_factory_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server, (void)subscribe;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &pending_factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
