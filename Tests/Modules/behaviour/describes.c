/* Answers 404 with a description of the error; on /html with one that is HTML already. Writes no entity. */
#include <httpserv.h>
#include <wchar.h>

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    static const WCHAR text[] = L"a < b";
    static const WCHAR html[] = L"<b>gone</b>";
    const HTTP_COOKED_URL *url = &IHttpRequest_GetRawHttpRequest(IHttpContext_GetRequest(context))->CookedUrl;
    IHttpResponse *response = IHttpContext_GetResponse(context);
    (void)self, (void)provider;
    IHttpResponse_SetStatus(response, 404, "Not Found", 0, S_OK, NULL, FALSE);
    if (url->AbsPathLength == 5 * sizeof(WCHAR) && wmemcmp(url->pAbsPath, L"/html", 5) == 0) {
        IHttpResponse_SetErrorDescription(response, html, 11, FALSE);
    } else {
        IHttpResponse_SetErrorDescription(response, text, 5, TRUE);
        if (wcscmp(IHttpResponse_GetErrorDescription(response, NULL), L"a &lt; b") != 0) {
            IHttpResponse_SetHeaderByName(response, "X-Description", "not encoded", 11, TRUE);
        }
    }
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static void dispose(CHttpModule *self) {
    (void)self;
}

static const CHttpModuleVtbl module_table = {.OnExecuteRequestHandler = on_execute, .Dispose = dispose};
static CHttpModule module = {&module_table};

static HRESULT get_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self, (void)allocator;
    *out = &module;
    return S_OK;
}

static void terminate(IHttpModuleFactory *self) {
    (void)self;
}

static const IHttpModuleFactoryVtbl factory_table = {.GetHttpModule = get_module, .Terminate = terminate};
static IHttpModuleFactory factory = {&factory_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
