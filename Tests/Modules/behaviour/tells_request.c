/* tells_request.c - tells the id of a request in its answer and in the log; takes it from X-Mine, and holds its thread on /hold. */
#include "probe.h"

#include <unistd.h>

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpRequest *request = IHttpContext_GetRequest(context);
    PCSTR mine = IHttpRequest_GetHeaderByName(request, "X-Mine", NULL);
    if (mine != NULL) {
        WCHAR wide[300] = {0};
        for (size_t i = 0; i < 299 && mine[i] != 0; i++)
            wide[i] = (WCHAR)mine[i];
        say_result("set", IHttpContext_SetServerVariable(context, "request_id", wide));
    }
    PCSTR id = NULL, path = NULL;
    DWORD length = 0;
    say_result("get", IHttpContext_GetServerVariableA(context, "REQUEST_ID", &id, &length));
    say_text("id", id);
    IHttpTraceContext_QuickTrace(IHttpContext_GetTraceContext(context), L"told", NULL, S_OK, 4);
    IHttpContext_GetServerVariableA(context, "URL", &path, &length);
    while (path != NULL && strcmp(path, "/hold") == 0)
        pause();
}
