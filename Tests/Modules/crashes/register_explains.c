/* Refuses to be loaded and traces why, or has a call refused. HOW is the way, from the command line. */
#define OWN_REGISTER_MODULE
#include "module.h"

static void boom(void) {}

static void trace(IHttpServer *server, const WCHAR *text, UCHAR level) {
    IHttpTraceContext_QuickTrace(IHttpServer_GetTraceContext(server), text, NULL, S_OK, level);
}

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    static WCHAR hostile[1 << 20];
    (void)version;
    switch (HOW) {
    case 1:
        trace(server, L"this is no reason", HTTP_TRACE_LEVEL_WARNING);
        trace(server, L"/etc/well.conf is missing.", HTTP_TRACE_LEVEL_ERROR);
        trace(server, L"so nothing works", HTTP_TRACE_LEVEL_CRITICAL);
        return E_FAIL;
    case 2:
        wmemset(hostile, L'x', (1 << 20) - 1);
        wcscpy(hostile, L"one\r\n\r\ntwo\x1b[31m\x202e.");
        hostile[wcslen(hostile)] = L'y';
        trace(server, hostile, HTTP_TRACE_LEVEL_CRITICAL);
        return E_FAIL;
    case 3:
        (void)trace;
        return IHttpModuleRegistrationInfo_SetRequestNotifications(info, NULL, RQ_BEGIN_REQUEST, 0);
    case 4:
        subscribe(info);
        return IHttpModuleRegistrationInfo_SetPriorityForRequestNotification(info, RQ_BEGIN_REQUEST, L"URGENT");
    case 5:
        subscribe(info);
        return IHttpModuleRegistrationInfo_SetPriorityForRequestNotification(info, RQ_BEGIN_REQUEST, NULL);
    case 6: {
        static const IHttpModuleFactoryVtbl half = {.GetHttpModule = get_module};
        static IHttpModuleFactory broken = {&half};
        trace(server, L"half a factory", HTTP_TRACE_LEVEL_ERROR);
        return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &broken, RQ_BEGIN_REQUEST, 0);
    }
    case 7:
        subscribe(info);
        return subscribe(info);
    case 8:
        return IHttpModuleRegistrationInfo_SetGlobalNotifications(info, NULL, GL_APPLICATION_START);
    default:
        /* Does not look at the answer. */
        subscribe(info);
        subscribe(info);
        return S_OK;
    }
}
