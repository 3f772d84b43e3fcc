/*
 * A module in C that answers every request with "alive", and calls boom(), which its file defines, on /boom.
 * It appends "NAME Terminate" to the file that MODHOST_TEST_RECORD names. MODULE_NAME comes from the command line.
 */
#include <fcntl.h>
#include <httpserv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#ifndef MODULE_NAME
#define MODULE_NAME "module"
#endif

static void boom(void);

static void record(const char *what) {
    const char *path = getenv("MODHOST_TEST_RECORD");
    int file = path == NULL ? -1 : open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return;
    dprintf(file, "%s %s\n", MODULE_NAME, what);
    close(file);
}

static int path_is(IHttpContext *context, const wchar_t *path) {
    const HTTP_COOKED_URL *url = &IHttpRequest_GetRawHttpRequest(IHttpContext_GetRequest(context))->CookedUrl;
    size_t length = wcslen(path);
    return url->AbsPathLength == length * sizeof(WCHAR) && wmemcmp(url->pAbsPath, path, length) == 0;
}

static REQUEST_NOTIFICATION_STATUS answer(IHttpContext *context, char *text) {
    IHttpResponse *response = IHttpContext_GetResponse(context);
    HTTP_DATA_CHUNK chunk = {.FromMemory = {.pBuffer = text, .BufferLength = (ULONG)strlen(text)}};
    DWORD sent = 0;
    IHttpResponse_SetStatus(response, 200, "OK", 0, S_OK, NULL, FALSE);
    IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, FALSE, &sent, NULL);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    static char alive[] = "alive";
    (void)self, (void)provider;
    if (path_is(context, L"/boom")) boom();
    return answer(context, alive);
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
    record("Terminate");
}

static const IHttpModuleFactoryVtbl factory_table = {.GetHttpModule = get_module, .Terminate = terminate};
static IHttpModuleFactory factory = {&factory_table};

static HRESULT subscribe(IHttpModuleRegistrationInfo *info) {
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}

#ifndef OWN_REGISTER_MODULE
HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server;
    return subscribe(info);
}
#endif
