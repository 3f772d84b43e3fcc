/* null_entries.c - subscribes to everything, but its table has OnLogRequest alone: not even Dispose. */
#include "record.h"

static REQUEST_NOTIFICATION_STATUS on_log(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    (void)self, (void)provider;
    IHttpContext_PostCompletion(context, 0);
    record("OnLogRequest");
    return RQ_NOTIFICATION_PENDING; /* and no OnAsyncCompletion either */
}

static const CHttpModuleVtbl module_table = {.OnLogRequest = on_log};
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

static void terminate_global(CGlobalModule *self) {
    (void)self;
}

static const CGlobalModuleVtbl global_table = {.Terminate = terminate_global};
static CGlobalModule global = {&global_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server;
    record_open();
    HRESULT hr = IHttpModuleRegistrationInfo_SetGlobalNotifications(info, &global, 0xffffffff);
    if (FAILED(hr)) return hr;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, 0xffffffff, 0xffffffff);
}
