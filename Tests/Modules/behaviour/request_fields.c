/* request_fields.c - reads and changes the header fields and the method of the request. */
#include "probe.h"

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpRequest *request = IHttpContext_GetRequest(context);
    HTTP_REQUEST *raw = IHttpRequest_GetRawHttpRequest(request);
    USHORT length = 77;

    say_text("by name", IHttpRequest_GetHeaderByName(request, "x-ONE", &length));
    say("its length", "%u", length);
    length = 77;
    say_text("absent", IHttpRequest_GetHeaderByName(request, "X-Absent", &length));
    say("absent length", "%u", length);
    say_text("by id", IHttpRequest_GetHeaderById(request, HttpHeaderUserAgent, NULL));
    length = 77;
    say_text("beyond", IHttpRequest_GetHeaderById(request, HttpHeaderRequestMaximum, &length));
    say("beyond length", "%u", length);
    say_text("far beyond", IHttpRequest_GetHeaderById(request, (HTTP_HEADER_ID)0x7fffffff, NULL));
    say_text("null name", IHttpRequest_GetHeaderByName(request, NULL, NULL));

    /* Changes are seen by every way to look. */
    say_result("append", IHttpRequest_SetHeaderByName(request, "X-One", "2", 1, FALSE));
    say_text("appended", IHttpRequest_GetHeaderByName(request, "X-One", NULL));
    say_result("replace", IHttpRequest_SetHeaderByName(request, "x-one", "three", 4, TRUE));
    say_text("replaced", IHttpRequest_GetHeaderByName(request, "X-One", NULL));
    IHttpRequest_SetHeaderByName(request, "user-agent", "probe", 5, TRUE);
    say_text("by id after name", IHttpRequest_GetHeaderById(request, HttpHeaderUserAgent, NULL));
    say_text("in the struct", raw->Headers.KnownHeaders[HttpHeaderUserAgent].pRawValue);
    IHttpRequest_SetHeaderById(request, HttpHeaderCookie, "b=2", 3, FALSE);
    say_text("cookies", IHttpRequest_GetHeaderByName(request, "Cookie", NULL));
    say_result("delete", IHttpRequest_DeleteHeaderByName(request, "X-One"));
    say_text("deleted", IHttpRequest_GetHeaderByName(request, "X-One", NULL));
    say_result("delete again", IHttpRequest_DeleteHeaderByName(request, "X-One"));
    IHttpRequest_DeleteHeaderById(request, HttpHeaderUserAgent);
    say_text("deleted by id", IHttpRequest_GetHeaderByName(request, "User-Agent", NULL));

    /* What could split a message, or is no name. */
    say_result("CR", IHttpRequest_SetHeaderByName(request, "X-Two", "a\rb", 3, TRUE));
    say_result("LF", IHttpRequest_SetHeaderByName(request, "X-Two", "a\nb", 3, TRUE));
    say_result("NUL", IHttpRequest_SetHeaderByName(request, "X-Two", "a\0b", 3, TRUE));
    say_result("CR by id", IHttpRequest_SetHeaderById(request, HttpHeaderAccept, "a\rb", 3, TRUE));
    say_result("space in name", IHttpRequest_SetHeaderByName(request, "X Two", "a", 1, TRUE));
    say_result("colon in name", IHttpRequest_SetHeaderByName(request, "X:Two", "a", 1, TRUE));
    say_result("no name", IHttpRequest_SetHeaderByName(request, "", "a", 1, TRUE));
    say_result("null value", IHttpRequest_SetHeaderByName(request, "X-Two", NULL, 0, TRUE));
    say_text("after refusals", IHttpRequest_GetHeaderByName(request, "X-Two", NULL));

    /* A field may hold 65,535 bytes, not more. */
    static char large[40000];
    memset(large, 'x', sizeof large);
    say_result("large", IHttpRequest_SetHeaderByName(request, "X-Large", large, sizeof large, TRUE));
    say_result("larger", IHttpRequest_SetHeaderByName(request, "X-Large", large, sizeof large, FALSE));
    length = 0;
    IHttpRequest_GetHeaderByName(request, "X-Large", &length);
    say("its length after", "%u", length);

    /* The method. */
    say_text("method", IHttpRequest_GetHttpMethod(request));
    say("verb", "%d", raw->Verb);
    say_result("set method", IHttpRequest_SetHttpMethod(request, "PURGE"));
    say_text("method after", IHttpRequest_GetHttpMethod(request));
    say("verb after", "%d", raw->Verb);
    say("unknown verb", "%.*s", raw->UnknownVerbLength, raw->pUnknownVerb);
    say_result("bad method", IHttpRequest_SetHttpMethod(request, "PU RGE"));
    USHORT major = 0, minor = 0;
    IHttpRequest_GetHttpVersion(request, &major, &minor);
    say("version", "%u.%u", major, minor);
    say("site", "%u", IHttpRequest_GetSiteId(request));
    say("family", "%d", IHttpRequest_GetRemoteAddress(request)->sa_family);
    say("url changed", "%d", IHttpRequest_GetUrlChanged(request));
}
