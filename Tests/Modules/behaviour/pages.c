/* pages.c - answers with pages of HTML that lie in memory and files in one way or another: the path says which. */
#include "probe.h"

static __thread IHttpContext *current;

static void text(const char *piece) {
    if (FAILED(write_text(current, piece))) abort();
}

/* A file with more before and behind what is sent of it. */
static void file(const char *piece) {
    char path[] = "/tmp/modhost-page-XXXXXX";
    int descriptor = mkstemp(path);
    size_t length = strlen(piece);
    DWORD sent = 0;
    HTTP_DATA_CHUNK chunk = {.DataChunkType = HttpDataChunkFromFileHandle};
    unlink(path);
    if (dprintf(descriptor, "</body>%s</body>", piece) < 0) abort();
    chunk.FromFileHandle.FileHandle = (HANDLE)(intptr_t)descriptor;
    chunk.FromFileHandle.ByteRange.StartingOffset.QuadPart = 7;
    chunk.FromFileHandle.ByteRange.Length.QuadPart = length;
    IHttpResponse *response = IHttpContext_GetResponse(current);
    if (FAILED(IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, TRUE, &sent, NULL))) abort();
    close(descriptor);
}

static void set(const char *name, const char *value) {
    IHttpResponse *response = IHttpContext_GetResponse(current);
    if (FAILED(IHttpResponse_SetHeaderByName(response, name, value, (USHORT)strlen(value), TRUE))) abort();
}

static void long_page(void) {
    char page[5000];
    memset(page, 'x', 4093);
    snprintf(page + 4093, 100, "</body>y");
    file(page);
}

static void bytes(const char *page) {
    for (; *page != 0; page++)
        text((char[]){*page, 0});
}

static void flushed(void) {
    DWORD sent = 0;
    text("a");
    IHttpResponse_Flush(IHttpContext_GetResponse(current), FALSE, TRUE, &sent, NULL);
    text("</body>");
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    report_is_answer = FALSE;
    current = context;
    BOOL is_part = path_is(context, L"/part");
    IHttpResponse_SetStatus(IHttpContext_GetResponse(context), is_part ? 206 : 200, "OK", 0, S_OK, NULL, FALSE);
    set("Content-Type", path_is(context, L"/text") ? "text/plain" : "Text/HTML; charset=utf-8");
    set("ETag", "\"1\"");
    if (path_is(context, L"/coded")) set("Content-Encoding", "gzip");
    if (path_is(context, L"/whole")) text("<body>a</body></html>");
    if (path_is(context, L"/split")) text("<body>a</bo"), text("dy"), text("></html>");
    if (path_is(context, L"/bytes")) bytes("<body>a</body></html>");
    if (path_is(context, L"/twice")) text("a</body>b</BODY>");
    if (path_is(context, L"/almost")) text("<</bod</body>");
    if (path_is(context, L"/file")) file("<body>a</body></html>");
    if (path_is(context, L"/mixed")) text("<body>"), file("a</b"), text("od"), file("y></html>");
    if (path_is(context, L"/long")) long_page();
    if (path_is(context, L"/begin")) text("</body>");
    if (path_is(context, L"/none")) text("<body>a");
    if (path_is(context, L"/text") || path_is(context, L"/coded") || is_part) text("a</body>");
    if (path_is(context, L"/flushed")) flushed();
}
