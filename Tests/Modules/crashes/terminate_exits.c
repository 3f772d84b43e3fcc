/* Its Terminate ends the process. */
#define OWN_REGISTER_MODULE
#include "module.h"

static void boom(void) {}

static void leave(IHttpModuleFactory *self) {
    (void)self, (void)terminate;
    exit(0);
}

static const IHttpModuleFactoryVtbl leaving_table = {.GetHttpModule = get_module, .Terminate = leave};
static IHttpModuleFactory leaving = {&leaving_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server, (void)subscribe;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &leaving, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
