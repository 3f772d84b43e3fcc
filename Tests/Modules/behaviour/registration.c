/* registration.c - looks around in RegisterModule and tries what is not allowed; says later what it found. */
#define RegisterModule RegisterProbe
#include "probe.h"
#undef RegisterModule

static char found[4096];
static IHttpModuleRegistrationInfo2 *kept_info;
static PCWSTR kept_name;
static CGlobalModule empty_global;

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)context, (void)provider;
    report_length = (size_t)snprintf(report, sizeof report, "%s", found);
    /* Later the object takes nothing any more, but it and the name are there. */
    say_wide("name later", kept_name);
    say("id later", "%d", IHttpModuleRegistrationInfo2_GetId(kept_info) == probe_id);
    say_result("later", IHttpModuleRegistrationInfo2_SetRequestNotifications(kept_info, &probe_factory, 1, 0));
    say_result(
        "priority later", IHttpModuleRegistrationInfo2_SetPriorityForRequestNotification(
                              kept_info, RQ_BEGIN_REQUEST, PRIORITY_ALIAS_LOW));
    IHttpServer2 *server = NULL;
    say_result("server", IHttpServer_GetExtendedInterface(probe_server, HTTP_SERVER_INTERFACE_V2, (PVOID *)&server));
    PVOID other = NULL;
    say_result(
        "context",
        IHttpServer2_GetExtendedInterfaceByGuid(server, &IID_IHttpContext, context, &IID_IHttpContext3, &other));
    say("same context", "%d", other == context);
    say_result(
        "unrelated",
        IHttpServer2_GetExtendedInterfaceByGuid(server, &IID_IHttpContext, context, &IID_IHttpRequest, &other));
    say("no unrelated", "%d", other == NULL);
    say_wide("pool", IHttpServer_GetAppPoolName(probe_server));
    BOOL unknown = 7;
    say("bitness", "%d", IHttpServer_SatisfiesPrecondition(probe_server, L"bitness64", &unknown));
    say("bitness known", "%d", unknown == FALSE);
    say("managed", "%d", IHttpServer_SatisfiesPrecondition(probe_server, L"integratedMode,managedHandler", &unknown));
    say("odd", "%d", IHttpServer_SatisfiesPrecondition(probe_server, L"odd", &unknown));
    say("odd unknown", "%d", unknown);
}

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    IHttpModuleRegistrationInfo2 *info2 = (IHttpModuleRegistrationInfo2 *)info;
    HRESULT hr = RegisterProbe(version, info, server);
    if (FAILED(hr)) return hr;
    kept_info = info2;
    kept_name = IHttpModuleRegistrationInfo_GetName(info);
    report_length = 0;
    say("version", "%x", version);
    say_wide("name", kept_name);
    say("id", "%d", IHttpModuleRegistrationInfo_GetId(info) != NULL);
    say("trace", "%d", IHttpServer_GetTraceContext(server) != NULL);
    say_result("twice", IHttpModuleRegistrationInfo_SetRequestNotifications(info, &probe_factory, 1, 0));
    say_result("no factory", IHttpModuleRegistrationInfo_SetRequestNotifications(info, NULL, 1, 0));
    say_result("no global", IHttpModuleRegistrationInfo_SetGlobalNotifications(info, NULL, 1));
    /* A table that is missing could only crash. */
    say_result("no table", IHttpModuleRegistrationInfo_SetGlobalNotifications(info, &empty_global, 1));
    say_result("alias", IHttpModuleRegistrationInfo_SetPriorityForRequestNotification(info, 1, L"low"));
    say_result("odd alias", IHttpModuleRegistrationInfo_SetPriorityForRequestNotification(info, 1, L"LOWEST"));
    say_result("no alias", IHttpModuleRegistrationInfo2_SetPriorityForPostRequestNotification(info2, 1, NULL));
    memcpy(found, report, report_length + 1);
    return S_OK;
}
