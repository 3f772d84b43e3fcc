/* settings.c - answers /settings/c with what the section system.webServer/greeting says, as it is in force there. */
#include <httpserv.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SECTION "system.webServer/greeting"
#define SECOND 10000000 /* in the units of a timeSpan, 100 nanoseconds */

/* Where sections come from; lives as long as the worker. */
static IModuleConfigurationSource *source;

static HRESULT write_text(IHttpResponse *response, const char *text) {
    HTTP_DATA_CHUNK chunk = {.FromMemory = {.pBuffer = (char *)text, .BufferLength = (ULONG)strlen(text)}};
    DWORD sent = 0;
    return IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, FALSE, &sent, NULL);
}

/* RegisterModule has looked whether these attributes are there, and of which kind. */
static HRESULT greet(IModuleConfiguration *section, IHttpResponse *response) {
    PCSTR text = NULL; /* the section's; valid until it is released */
    LONGLONG times = 0, max_age = 0;
    HRESULT hr = IModuleConfiguration_GetString(section, "text", &text, NULL);
    if (SUCCEEDED(hr)) {
        hr = IModuleConfiguration_GetInt(section, "times", &times);
    }
    if (SUCCEEDED(hr)) {
        hr = IModuleConfiguration_GetTimeSpan(section, "maxAge", &max_age);
    }
    char control[48];
    int length = snprintf(control, sizeof control, "max-age=%" PRId64, (int64_t)(max_age / SECOND));
    IHttpResponse_SetStatus(response, 200, "OK", 0, S_OK, NULL, FALSE);
    IHttpResponse_SetHeaderByName(response, "Content-Type", "text/plain; charset=utf-8", 25, TRUE);
    IHttpResponse_SetHeaderByName(response, "Cache-Control", control, (USHORT)length, TRUE);
    for (LONGLONG i = 0; i < times && SUCCEEDED(hr); i++) {
        hr = write_text(response, text);
    }
    return SUCCEEDED(hr) ? write_text(response, "\n") : hr;
}

/* Asks anew for each request: other places may have other settings, and web.config files change. */
static HRESULT answer(IHttpContext *context) {
    IModuleConfiguration *section = NULL;
    HRESULT hr = IModuleConfigurationSource_GetSectionFor(source, SECTION, context, &section);
    if (FAILED(hr)) {
        return hr;
    }
    hr = greet(section, IHttpContext_GetResponse(context));
    IModuleConfiguration_Release(section);
    return hr;
}

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    static const WCHAR path[] = L"/settings/c";
    const HTTP_COOKED_URL *url = &IHttpRequest_GetRawHttpRequest(IHttpContext_GetRequest(context))->CookedUrl;
    (void)self;
    if (url->AbsPathLength != sizeof path - sizeof *path
        || wmemcmp(url->pAbsPath, path, url->AbsPathLength / sizeof *path) != 0) {
        return RQ_NOTIFICATION_CONTINUE;
    }
    HRESULT hr = answer(context);
    if (FAILED(hr)) {
        IHttpEventProvider_SetErrorStatus(provider, hr);
    }
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static void dispose(CHttpModule *self) {
    (void)self; /* one object serves all requests: nothing to free */
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

/* Whether the section has what this module reads, each of its kind: another schema may lie beside it. */
static HRESULT check_kinds(IModuleConfiguration *section) {
    bool fits = IModuleConfiguration_GetKind(section, "text") == MODHOST_VALUE_STRING
                && IModuleConfiguration_GetKind(section, "times") == MODHOST_VALUE_INT
                && IModuleConfiguration_GetKind(section, "maxAge") == MODHOST_VALUE_TIMESPAN;
    return fits ? S_OK : HRESULT_FROM_WIN32(ERROR_INVALID_DATA);
}

/* Finds the source of sections, and looks once whether the section is there and fits. */
static HRESULT find_settings(IHttpServer *server) {
    IHttpServer2 *server2 = NULL;
    IModuleConfiguration *section = NULL;
    HRESULT hr = IHttpServer_GetExtendedInterface(server, HTTP_SERVER_INTERFACE_V2, (PVOID *)&server2);
    if (SUCCEEDED(hr)) {
        hr = IHttpServer2_GetExtendedInterfaceByGuid(
            server2, &IID_IHttpServer, server, &IID_IModuleConfigurationSource, (PVOID *)&source);
    }
    if (SUCCEEDED(hr)) {
        hr = IModuleConfigurationSource_GetSection(source, SECTION, "MACHINE/WEBROOT/APPHOST", &section);
    }
    if (SUCCEEDED(hr)) {
        hr = check_kinds(section);
        IModuleConfiguration_Release(section);
    }
    return hr;
}

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version;
    HRESULT hr = find_settings(server);
    if (FAILED(hr)) {
        /* An error that is traced here stands in the sentence that tells why the server does not start. */
        const WCHAR *reason =
            L"no schema that fits describes " SECTION L"; put settings-c_schema.yaml beside the module";
        IHttpTraceContext_QuickTrace(IHttpServer_GetTraceContext(server), reason, NULL, hr, HTTP_TRACE_LEVEL_ERROR);
        return hr;
    }
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
