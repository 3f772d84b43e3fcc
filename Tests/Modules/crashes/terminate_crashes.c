/* Crashes when it is told of the end. */
#define OWN_REGISTER_MODULE
#include "module.h"

static void boom(void) {}

static void crash(IHttpModuleFactory *self) {
    (void)self;
    *(volatile int *)NULL = 1;
}

static const IHttpModuleFactoryVtbl crashing_table = {.GetHttpModule = get_module, .Terminate = crash};
static IHttpModuleFactory crashing_factory = {&crashing_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server, (void)subscribe;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &crashing_factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
