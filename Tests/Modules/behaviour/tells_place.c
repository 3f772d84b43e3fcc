/* tells_place.c - answers with where the request is, as its objects say, and with the calls that modules like this one got for it. */
#define _GNU_SOURCE
#include <httpserv.h>
#define PROBE_MASK (RQ_BEGIN_REQUEST | RQ_MAP_REQUEST_HANDLER | RQ_EXECUTE_REQUEST_HANDLER)
#define PROBE_REGISTER(info) \
    (own_name = IHttpModuleRegistrationInfo_GetName(info), probe_table.OnBeginRequest = on_begin, \
     probe_table.OnMapRequestHandler = on_map, S_OK)
/* Makes two modules of this source two files. */
const char tells_place_file[] = MODULE_NAME;
static PCWSTR own_name;
static REQUEST_NOTIFICATION_STATUS on_begin(CHttpModule *, IHttpContext *, IHttpEventProvider *);
static REQUEST_NOTIFICATION_STATUS on_map(CHttpModule *, IHttpContext *, IMapHandlerProvider *);
#include "probe.h"

static void note(IHttpContext *context, const char *call) {
    char text[200];
    snprintf(text, sizeof text, "%ls.%s", own_name, call);
    IHttpRequest_SetHeaderByName(IHttpContext_GetRequest(context), "X-Calls", text, (USHORT)strlen(text), FALSE);
}

static REQUEST_NOTIFICATION_STATUS on_begin(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    (void)self, (void)provider;
    note(context, "OnBeginRequest");
    return RQ_NOTIFICATION_CONTINUE;
}

static REQUEST_NOTIFICATION_STATUS on_map(CHttpModule *self, IHttpContext *context, IMapHandlerProvider *provider) {
    (void)self, (void)provider;
    note(context, "OnMapRequestHandler");
    return RQ_NOTIFICATION_CONTINUE;
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    note(context, "OnExecuteRequestHandler");
    IHttpSite *site = IHttpContext_GetSite(context);
    IHttpApplication *application = IHttpContext_GetApplication(context);
    IMetadataInfo *metadata = IHttpContext_GetMetadata(context);
    PCSTR pool = "";
    DWORD count = 0;
    say("id", "%u", (unsigned)IHttpSite_GetSiteId(site));
    say("same id", "%u", (unsigned)IHttpRequest_GetSiteId(IHttpContext_GetRequest(context)));
    say_wide("site", IHttpSite_GetSiteName(site));
    say_wide("application", IHttpApplication_GetAppConfigPath(application));
    say_wide("application id", IHttpApplication_GetApplicationId(application));
    say_wide("root", IHttpApplication_GetApplicationPhysicalPath(application));
    say_wide("path", IMetadataInfo_GetMetaPath(metadata));
    say_wide("folder", IMetadataInfo_GetVrPath(metadata));
    say_wide("file", IHttpContext_GetPhysicalPath(context, &count));
    say("same objects", "%d",
        site == IHttpContext_GetSite(context) && application == IHttpContext_GetApplication(context));
    if (SUCCEEDED(IHttpContext_GetServerVariableA(context, "APP_POOL_ID", &pool, &count))) say_text("pool", pool);
    say_text("calls", IHttpRequest_GetHeaderByName(IHttpContext_GetRequest(context), "X-Calls", NULL));
}
