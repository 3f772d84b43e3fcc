/* Its RegisterModule moves the process to the background. */
#define _DEFAULT_SOURCE
#define OWN_REGISTER_MODULE
#include "../crashes/module.h"

static void boom(void) {}

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server;
    if (daemon(0, 1) != 0) return E_FAIL;
    return subscribe(info);
}
