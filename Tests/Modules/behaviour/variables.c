/* variables.c - reads and sets server variables in both widths. */
#include "probe.h"

static void both(IHttpContext *context, const char *name) {
    PCSTR narrow = NULL;
    PCWSTR wide = NULL;
    DWORD narrow_count = 77, wide_count = 77;
    char label[64];
    HRESULT a = IHttpContext_GetServerVariableA(context, name, &narrow, &narrow_count);
    HRESULT w = IHttpContext_GetServerVariableW(context, name, &wide, &wide_count);
    if (a != w) say("differs", "%s 0x%08X 0x%08X", name, (unsigned)a, (unsigned)w);
    BOOL empty = narrow == NULL && wide == NULL;
    if (FAILED(a)) return say(name, "0x%08X %u %u %d", (unsigned)a, narrow_count, wide_count, empty);
    say_text(name, narrow);
    snprintf(label, sizeof label, "%s wide", name);
    say_wide(label, wide);
    if (narrow_count != strlen(narrow) || wide_count != wcslen(wide)) say("length", "%s", name);
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    static const char *const names[] = {
        "REQUEST_METHOD",     "URL",
        "QUERY_STRING",       "HTTP_HOST",
        "HTTP_X_ONE",         "HEADER_X-One",
        "SERVER_PORT_SECURE", "HTTPS",
        "SERVER_PROTOCOL",    "REMOTE_ADDR",
        "APP_POOL_ID",        "INSTANCE_ID",
        "APPL_MD_PATH",       "CONTENT_LENGTH",
        "CONTENT_TYPE",       "REMOTE_USER",
        "AUTH_TYPE",          "SERVER_SOFTWARE",
        "PATH_TRANSLATED",    "HTTP_ABSENT",
        "NO_SUCH_ONE",        "",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        both(context, names[i]);
    say_result("set", IHttpContext_SetServerVariable(context, "MY_VARIABLE", L"gr\u00fcn \U0001F40C"));
    both(context, "my_variable");
    say_result("set known", IHttpContext_SetServerVariable(context, "REMOTE_USER", L"somebody"));
    both(context, "REMOTE_USER");
    say_result("take away", IHttpContext_SetServerVariable(context, "MY_VARIABLE", NULL));
    both(context, "MY_VARIABLE");
    say_result("null name", IHttpContext_SetServerVariable(context, NULL, L"x"));
    IHttpRequest_SetHeaderByName(IHttpContext_GetRequest(context), "X-One", "changed", 7, TRUE);
    both(context, "HTTP_X_ONE");
    say_wide("physical path", IHttpContext_GetPhysicalPath(context, NULL));
}
