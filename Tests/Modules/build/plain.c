/* The smallest module in C: it registers for nothing. */
#include <httpserv.h>
HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)info, (void)server;
    return E_FAIL;
}
