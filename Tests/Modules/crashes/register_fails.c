/* Refuses to be loaded, after it has subscribed. */
#define OWN_REGISTER_MODULE
#include "module.h"

static void boom(void) {}

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server;
    subscribe(info);
    return E_ACCESSDENIED;
}
