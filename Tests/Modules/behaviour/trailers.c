/*
 * trailers.c - reads the body, then says how long it was and which trailers came behind it, whose number it sends behind
 * its answer in a trailer of its own.
 */
#include "probe.h"

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpRequest *request = IHttpContext_GetRequest(context);
    IHttpResponse4 *response = (IHttpResponse4 *)IHttpContext_GetResponse(context);
    char text[1000];
    DWORD got = 0, size = 0;
    report_is_answer = FALSE;
    while (IHttpRequest_ReadEntityBody(request, text, sizeof text, FALSE, &got, NULL) == S_OK)
        size += got;
    snprintf(text, sizeof text, "%u bytes, remaining %u, ", size, IHttpRequest_GetRemainingEntityBytes(request));
    write_text(context, text);
    const HTTP_REQUEST_HEADERS *headers = &IHttpRequest_GetRawHttpRequest(request)->Headers;
    for (int i = 0; i < headers->TrailerCount; i++) {
        const HTTP_UNKNOWN_HEADER *trailer = &headers->pTrailers[i];
        snprintf(text, sizeof text, "%s=%s ", trailer->pName, trailer->pRawValue);
        write_text(context, text);
    }
    if (headers->TrailerCount == 0) return;
    int length = snprintf(text, sizeof text, "%d", headers->TrailerCount);
    IHttpResponse4_SetTrailer(response, "X-Count", text, (USHORT)length, TRUE);
}
