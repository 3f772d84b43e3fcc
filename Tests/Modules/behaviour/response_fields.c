/* response_fields.c - sets, reads and clears status and header fields of the response. */
#include "probe.h"

static void say_status(const char *name, IHttpResponse *response) {
    USHORT code = 0, sub = 0, length = 0;
    PCSTR reason = NULL;
    HRESULT error = 1;
    PCWSTR module = NULL;
    DWORD notification = 0;
    BOOL skip = 7;
    IHttpResponse_GetStatus(response, &code, &sub, &reason, &length, &error, &module, &notification, NULL, &skip);
    say(name, "%u.%u %s/%u 0x%08X %ls 0x%x %d", code, sub, reason, length, (unsigned)error,
        module != NULL ? module : L"-", notification, skip);
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpResponse *response = IHttpContext_GetResponse(context);
    HTTP_RESPONSE *raw = IHttpResponse_GetRawHttpResponse(response);
    USHORT length = 77;

    /* The status. */
    say_status("at first", response);
    say_result("set", IHttpResponse_SetStatus(response, 403, "Forbidden", 14, E_ACCESSDENIED, NULL, TRUE));
    say_status("403", response);
    say("in the struct", "%u %.*s", raw->StatusCode, raw->ReasonLength, raw->pReason);
    say_result("99", IHttpResponse_SetStatus(response, 99, "No", 0, S_OK, NULL, FALSE));
    say_result("1000", IHttpResponse_SetStatus(response, 1000, "No", 0, S_OK, NULL, FALSE));
    say_result("no reason", IHttpResponse_SetStatus(response, 200, NULL, 0, S_OK, NULL, FALSE));
    say_result("blank reason", IHttpResponse_SetStatus(response, 200, "", 0, S_OK, NULL, FALSE));
    say_result("split reason", IHttpResponse_SetStatus(response, 200, "a\r\nb", 0, S_OK, NULL, FALSE));
    IHttpResponse_SetErrorDescription(response, L"a < b", 5, TRUE);
    say_wide("description", IHttpResponse_GetErrorDescription(response, NULL));

    /* Clear takes everything back, ClearHeaders the fields only. */
    IHttpResponse_SetHeaderByName(response, "X-Gone", "1", 1, TRUE);
    write_text(context, "gone");
    IHttpResponse_Clear(response);
    say_status("cleared", response);
    say_text("field after Clear", IHttpResponse_GetHeaderByName(response, "X-Gone", NULL));
    say_wide("description after Clear", IHttpResponse_GetErrorDescription(response, NULL));
    say("chunks after Clear", "%u", raw->EntityChunkCount);
    IHttpResponse_SetStatus(response, 299, "Kept", 0, S_OK, NULL, FALSE);
    IHttpResponse_SetHeaderByName(response, "X-Gone", "1", 1, TRUE);
    IHttpResponse_ClearHeaders(response);
    say_text("field after ClearHeaders", IHttpResponse_GetHeaderByName(response, "X-Gone", &length));
    say("its length", "%u", length);

    /* Fields. */
    IHttpResponse_SetHeaderById(response, HttpHeaderVary, "Accept", 6, TRUE);
    IHttpResponse_SetHeaderByName(response, "vary", "Cookie", 6, FALSE);
    say_text("joined", IHttpResponse_GetHeaderById(response, HttpHeaderVary, NULL));
    IHttpResponse_SetHeaderByName(response, "X-List", "1", 1, FALSE);
    IHttpResponse_SetHeaderByName(response, "X-List", "2", 1, FALSE);
    IHttpResponse_SetHeaderByName(response, "Set-Cookie", "old=0", 5, FALSE);
    IHttpResponse_SetHeaderByName(response, "Set-Cookie", "older=0", 7, FALSE);
    IHttpResponse_SetHeaderByName(response, "Set-Cookie", "a=1", 3, TRUE);
    IHttpResponse_SetHeaderById(response, HttpHeaderSetCookie, "b=2", 3, FALSE);
    IHttpResponse_SetHeaderByName(response, "Set-Cookie", "c=3", 3, FALSE);
    IHttpResponse_SetHeaderByName(response, "WWW-Authenticate", "Basic realm=\"x, y\"", 18, FALSE);
    IHttpResponse_SetHeaderByName(response, "WWW-Authenticate", "Negotiate", 9, FALSE);
    say_text("cookie", IHttpResponse_GetHeaderByName(response, "Set-Cookie", NULL));
    IHttpResponse_SetHeaderByName(response, "X-Deleted", "1", 1, TRUE);
    say_result("delete", IHttpResponse_DeleteHeaderByName(response, "x-deleted"));
    say_result("delete absent", IHttpResponse_DeleteHeaderByName(response, "X-Absent"));
    say_result("delete by id", IHttpResponse_DeleteHeaderById(response, HttpHeaderAge));
    say_result("delete beyond", IHttpResponse_DeleteHeaderById(response, (HTTP_HEADER_ID)99));

    /* What could split the response. */
    say_result("CR", IHttpResponse_SetHeaderByName(response, "X-Two", "a\rb", 3, TRUE));
    say_result("LF", IHttpResponse_SetHeaderByName(response, "X-Two", "a\nb", 3, TRUE));
    say_result("NUL", IHttpResponse_SetHeaderByName(response, "X-Two", "a\0b", 3, TRUE));
    say_result("LF by id", IHttpResponse_SetHeaderById(response, HttpHeaderEtag, "a\nb", 3, TRUE));
    say_result("LF in name", IHttpResponse_SetHeaderByName(response, "X-\nTwo", "a", 1, TRUE));
    say_result("bad id", IHttpResponse_SetHeaderById(response, HttpHeaderResponseMaximum, "a", 1, TRUE));
    say_text("after refusals", IHttpResponse_GetHeaderByName(response, "X-Two", NULL));

    say("headers sent", "%d", IHttpContext_GetResponseHeadersSent(context));
}
