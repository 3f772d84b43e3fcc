/* Registers and asks for no notification: without any call, or with HOW 1 by a factory whose masks are empty. */
#include <httpserv.h>

static HRESULT get_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self, (void)out, (void)allocator;
    return E_FAIL;
}

static void terminate(IHttpModuleFactory *self) {
    (void)self;
}

static const IHttpModuleFactoryVtbl table = {.GetHttpModule = get_module, .Terminate = terminate};
static IHttpModuleFactory factory = {&table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server;
    return HOW == 0 ? S_OK : IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, 0, 0);
}
