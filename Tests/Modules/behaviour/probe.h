/*
 * probe.h - makes a module of one function, `probe`, that looks at an exchange and says what it found.
 *
 * The module is called in EXECUTE_REQUEST_HANDLER and answers with its report, lines `name=value`, unless the probe has
 * taken `report_is_answer` back. A file that wants other notifications too puts them into `probe_table`.
 */
#ifndef PROBE_H
#define PROBE_H

#include "record.h"

static void probe(IHttpContext *context, IHttpEventProvider *provider);

static __thread char report[32768];
static __thread size_t report_length;
static __thread BOOL report_is_answer;

__attribute__((format(printf, 2, 3), unused)) static void say(const char *name, const char *format, ...) {
    va_list arguments;
    report_length += (size_t)snprintf(report + report_length, sizeof report - report_length, "%s=", name);
    va_start(arguments, format);
    report_length += (size_t)vsnprintf(report + report_length, sizeof report - report_length, format, arguments);
    va_end(arguments);
    report_length += (size_t)snprintf(report + report_length, sizeof report - report_length, "\n");
}

/* A result as the tests write it. */
__attribute__((unused)) static void say_result(const char *name, HRESULT result) {
    say(name, "0x%08X", (unsigned)result);
}

/* A text, or `(null)`. */
__attribute__((unused)) static void say_text(const char *name, const char *text) {
    say(name, "%s", text != NULL ? text : "(null)");
}

__attribute__((unused)) static void say_wide(const char *name, const WCHAR *text) {
    char utf8[1024];
    size_t length = 0;
    for (text = text != NULL ? text : L"(null)"; *text != 0 && length < sizeof utf8 - 5; text++) {
        uint32_t code = (uint32_t)*text;
        int more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
        utf8[length++] = (char)(more == 0 ? code : (0xF00u >> (more + 1) & 0xFF) | code >> 6 * more);
        while (more-- > 0)
            utf8[length++] = (char)(0x80 | (code >> 6 * more & 0x3F));
    }
    utf8[length] = 0;
    say_text(name, utf8);
}

__attribute__((unused)) static HTTP_DATA_CHUNK memory_chunk(const void *bytes, size_t count) {
    HTTP_DATA_CHUNK chunk = {.FromMemory = {(void *)(uintptr_t)bytes, (ULONG)count}};
    return chunk;
}

__attribute__((unused)) static HRESULT write_text(IHttpContext *context, const char *text) {
    HTTP_DATA_CHUNK chunk = memory_chunk(text, strlen(text));
    DWORD sent = 0;
    return IHttpResponse_WriteEntityChunks(IHttpContext_GetResponse(context), &chunk, 1, FALSE, TRUE, &sent, NULL);
}

/* Whether the path of the request is `path`. */
__attribute__((unused)) static BOOL path_is(IHttpContext *context, const WCHAR *path) {
    const HTTP_COOKED_URL *url = &IHttpRequest_GetRawHttpRequest(IHttpContext_GetRequest(context))->CookedUrl;
    return url->AbsPathLength == wcslen(path) * sizeof(WCHAR) && wmemcmp(url->pAbsPath, path, wcslen(path)) == 0;
}

static REQUEST_NOTIFICATION_STATUS probe_execute(
    CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    (void)self;
    report_length = 0;
    report_is_answer = TRUE;
    probe(context, provider);
    if (report_is_answer && FAILED(write_text(context, report))) return (REQUEST_NOTIFICATION_STATUS)9;
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static void probe_dispose(CHttpModule *self) {
    (void)self;
}

static CHttpModuleVtbl probe_table = {.OnExecuteRequestHandler = probe_execute, .Dispose = probe_dispose};
static CHttpModule probe_module = {&probe_table};

static HRESULT probe_get_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self, (void)allocator;
    *out = &probe_module;
    return S_OK;
}

static void probe_terminate(IHttpModuleFactory *self) {
    (void)self;
}

static const IHttpModuleFactoryVtbl probe_factory_table = {probe_get_module, probe_terminate};
static IHttpModuleFactory probe_factory = {&probe_factory_table};
static HTTP_MODULE_ID probe_id;
static IHttpServer *probe_server;

#ifndef PROBE_MASK
#define PROBE_MASK RQ_EXECUTE_REQUEST_HANDLER
#endif
#ifndef PROBE_REGISTER
#define PROBE_REGISTER(info) S_OK
#endif

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version;
    record_open();
    probe_id = IHttpModuleRegistrationInfo_GetId(info);
    probe_server = server;
    HRESULT hr = PROBE_REGISTER(info);
    if (FAILED(hr)) return hr;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &probe_factory, PROBE_MASK, 0);
}

#endif
