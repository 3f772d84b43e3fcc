/* Breaks nothing. Answers with the file that the URL stands for, or "none". */
#define OWN_REGISTER_MODULE
#include "module.h"

static void boom(void) {}

static REQUEST_NOTIFICATION_STATUS on_path(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    char text[1024] = "none";
    DWORD length = 7;
    (void)self, (void)provider;
    const WCHAR *path = IHttpContext_GetPhysicalPath(context, &length);
    if (path != NULL) snprintf(text, sizeof text, "%ls", path);
    if (path == NULL && length != 0) snprintf(text, sizeof text, "no path of %u characters", length);
    return answer(context, text);
}

static const CHttpModuleVtbl path_table = {.OnExecuteRequestHandler = on_path, .Dispose = dispose};
static CHttpModule path_module = {&path_table};

static HRESULT get_path_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self, (void)allocator;
    *out = &path_module;
    return S_OK;
}

static const IHttpModuleFactoryVtbl path_factory_table = {.GetHttpModule = get_path_module, .Terminate = terminate};
static IHttpModuleFactory path_factory = {&path_factory_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server, (void)subscribe, (void)on_execute;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &path_factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
