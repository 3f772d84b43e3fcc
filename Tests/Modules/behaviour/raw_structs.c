/* raw_structs.c - reads the raw request, and edits the raw response instead of calling functions. */
#include "probe.h"

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpRequest *request = IHttpContext_GetRequest(context);
    IHttpResponse *response = IHttpContext_GetResponse(context);
    const HTTP_REQUEST *in = IHttpRequest_GetRawHttpRequest(request);
    const HTTP_COOKED_URL *url = &in->CookedUrl;
    const size_t wide = sizeof(WCHAR);

    say("same", "%d", in == IHttpRequest_GetRawHttpRequestConst(request));
    say("raw url", "%.*s", in->RawUrlLength, in->pRawUrl);
    say("full url", "%.*ls", (int)(url->FullUrlLength / wide), url->pFullUrl);
    say("host", "%.*ls", (int)(url->HostLength / wide), url->pHost);
    say("path", "%.*ls", (int)(url->AbsPathLength / wide), url->pAbsPath);
    say("query", "%.*ls", (int)(url->QueryStringLength / wide), url->pQueryString != NULL ? url->pQueryString : L"-");
    say("one text", "%d", url->pHost > url->pFullUrl && url->pAbsPath == url->pHost + url->HostLength / wide);
    say("version", "%u.%u", in->Version.MajorVersion, in->Version.MinorVersion);
    say("verb", "%d", in->Verb);
    say("family", "%d", in->Address.pRemoteAddress->sa_family);
    say("more entity", "%d", (in->Flags & HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS) != 0);
    say("user agent", "%.*s", in->Headers.KnownHeaders[HttpHeaderUserAgent].RawValueLength,
        in->Headers.KnownHeaders[HttpHeaderUserAgent].pRawValue);
    for (int i = 0; i < in->Headers.UnknownHeaderCount; i++) {
        const HTTP_UNKNOWN_HEADER *field = &in->Headers.pUnknownHeaders[i];
        if (strncasecmp(field->pName, "X-Odd", 5) == 0) say("unknown", "%s: %s", field->pName, field->pRawValue);
    }

    HTTP_RESPONSE *out = IHttpResponse_GetRawHttpResponse(response);
    static HTTP_UNKNOWN_HEADER fields[2] = {
        {.NameLength = 5, .RawValueLength = 3, .pName = "X-Raw", .pRawValue = "yes"},
        {.NameLength = 5, .RawValueLength = 12, .pName = "X-Bad", .pRawValue = "a\r\nX-Split:b"},
    };
    out->StatusCode = 299;
    out->pReason = "Raw";
    out->ReasonLength = 3;
    out->Headers.UnknownHeaderCount = 2;
    out->Headers.pUnknownHeaders = fields;
    out->Headers.KnownHeaders[HttpHeaderEtag].pRawValue = "\"raw\"";
    out->Headers.KnownHeaders[HttpHeaderEtag].RawValueLength = 5;
    say_text("by name", IHttpResponse_GetHeaderByName(response, "x-raw", NULL));
    /* A function works on what stands in the struct. */
    say_result("add", IHttpResponse_SetHeaderByName(response, "X-Added", "too", 3, TRUE));
    say("count", "%u", out->Headers.UnknownHeaderCount);
    static char body[] = "chunk of the module\n";
    static HTTP_DATA_CHUNK chunk;
    chunk = memory_chunk(body, sizeof body - 1);
    out->EntityChunkCount = 1;
    out->pEntityChunks = &chunk;
}
