/* entity_chunks.c - puts a response together from copies, references and ranges of a file. */
#include "probe.h"

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpResponse *response = IHttpContext_GetResponse(context);
    HTTP_RESPONSE *raw = IHttpResponse_GetRawHttpResponse(response);
    char own[] = "copied ";
    static char referenced[] = "referenced ";
    HTTP_DATA_CHUNK chunks[2] = {memory_chunk(own, 7), memory_chunk(own, 7)};
    DWORD sent = 77;
    BOOL expected = 77;
    report_is_answer = FALSE;

    HRESULT hr = IHttpResponse_WriteEntityChunks(response, chunks, 2, FALSE, TRUE, &sent, &expected);
    if (hr != S_OK || sent != 14 || expected != FALSE) write_text(context, "WRONG ");
    memset(own, 'x', sizeof own); /* copied: may change */

    chunks[0] = memory_chunk(referenced, 11);
    if (IHttpResponse_WriteEntityChunkByReference(response, &chunks[0], 0) != S_OK) write_text(context, "WRONG ");
    if (IHttpResponse_WriteEntityChunkByReference(response, &chunks[0], -1) != S_OK) write_text(context, "WRONG ");
    memcpy(referenced, "REFERENCED ", 11); /* not copied: seen */

    char path[] = "/tmp/modhost-chunk-XXXXXX";
    int file = mkstemp(path);
    unlink(path);
    if (write(file, "0123456789", 10) != 10) abort();
    HTTP_DATA_CHUNK range = {.DataChunkType = HttpDataChunkFromFileHandle};
    range.FromFileHandle.FileHandle = (HANDLE)(intptr_t)file;
    range.FromFileHandle.ByteRange.StartingOffset.QuadPart = 2;
    range.FromFileHandle.ByteRange.Length.QuadPart = 3;
    if (IHttpResponse_WriteEntityChunks(response, &range, 1, FALSE, TRUE, &sent, NULL) != S_OK || sent != 3) {
        write_text(context, "WRONG ");
    }
    range.FromFileHandle.ByteRange.StartingOffset.QuadPart = 7;
    range.FromFileHandle.ByteRange.Length.QuadPart = HTTP_BYTE_RANGE_TO_EOF;
    IHttpResponse_WriteEntityChunks(response, &range, 1, FALSE, TRUE, &sent, NULL);
    close(file); /* duplicated: may be closed */

    /* Refused, and without effect. */
    USHORT count = raw->EntityChunkCount;
    HTTP_DATA_CHUNK odd = {.DataChunkType = HttpDataChunkFromFragmentCache};
    BOOL refused = IHttpResponse_WriteEntityChunks(response, &odd, 1, FALSE, TRUE, &sent, NULL)
                       == HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED)
                   && IHttpResponse_WriteEntityChunks(response, NULL, 1, FALSE, TRUE, &sent, NULL) == E_INVALIDARG
                   && IHttpResponse_WriteEntityChunks(response, chunks, 0, FALSE, TRUE, &sent, NULL) == E_INVALIDARG
                   && IHttpResponse_WriteEntityChunks(response, chunks, 65536, FALSE, TRUE, &sent, NULL) == E_INVALIDARG
                   && IHttpResponse_WriteEntityChunkByReference(response, NULL, -1) == E_INVALIDARG
                   && IHttpResponse_WriteEntityChunkByReference(response, &chunks[0], -2) == E_INVALIDARG;
    range.FromFileHandle.FileHandle = (HANDLE)(intptr_t)-1;
    refused = refused && FAILED(IHttpResponse_WriteEntityChunks(response, &range, 1, FALSE, TRUE, &sent, NULL));
    write_text(context, refused && raw->EntityChunkCount == count ? " refused" : " NOT REFUSED");
}
