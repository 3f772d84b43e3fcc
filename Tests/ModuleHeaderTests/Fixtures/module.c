/* A module in C: the whole of it, a factory that has no module for anyone. */
#include <httpserv.h>

static HRESULT GetHttpModule(IHttpModuleFactory *self, CHttpModule **ppModule, IModuleAllocator *pAllocator) {
    (void)self;
    (void)pAllocator;
    *ppModule = NULL;
    return E_NOTIMPL;
}

static void Terminate(IHttpModuleFactory *self) {
    (void)self;
}

static const IHttpModuleFactoryVtbl table = {.GetHttpModule = GetHttpModule, .Terminate = Terminate};
static IHttpModuleFactory factory = {&table};

HRESULT RegisterModule(DWORD dwServerVersion, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *pGlobalInfo) {
    (void)dwServerVersion;
    (void)pGlobalInfo;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(pModuleInfo, &factory, RQ_BEGIN_REQUEST, 0);
}
