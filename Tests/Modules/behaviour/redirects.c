/* redirects.c - answers with Redirect; the fields X-To, X-Params and X-Keep say how. */
#include "probe.h"

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpRequest *request = IHttpContext_GetRequest(context);
    IHttpResponse *response = IHttpContext_GetResponse(context);
    BOOL params = IHttpRequest_GetHeaderByName(request, "X-Params", NULL) != NULL;
    BOOL keep = IHttpRequest_GetHeaderByName(request, "X-Keep", NULL) != NULL;
    write_text(context, "dropped");
    if (keep) IHttpResponse_SetStatus(response, 308, "Permanent Redirect", 0, S_OK, NULL, FALSE);
    HRESULT hr = IHttpResponse_Redirect(response, IHttpRequest_GetHeaderByName(request, "X-To", NULL), !keep, params);
    report_is_answer = FAILED(hr);
    say_result("redirect", hr);
    say_result("split", IHttpResponse_Redirect(response, "/a\r\nX-Split: 1", TRUE, FALSE));
}
