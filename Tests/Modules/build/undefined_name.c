/* A module that uses a function which nothing defines. */
#include <httpserv.h>

int nowhere(void);

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)info, (void)server;
    return nowhere();
}
