/* Its Terminate never returns. */
#define OWN_REGISTER_MODULE
#include "module.h"

static void boom(void) {}

static void hang(IHttpModuleFactory *self) {
    (void)self, (void)terminate;
    dprintf(2, "Terminate has begun\n");
    for (;;)
        pause();
}

static const IHttpModuleFactoryVtbl hanging_table = {.GetHttpModule = get_module, .Terminate = hang};
static IHttpModuleFactory hanging = {&hanging_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server, (void)subscribe;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &hanging, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
