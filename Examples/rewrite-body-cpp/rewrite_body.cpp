// rewrite_body.cpp - puts a line at the end of each page of HTML that other modules answer with.
#define _WINSOCKAPI_
#include <windows.h>
#include <sal.h>
#include <httpserv.h>
#include <strings.h>
#include <unistd.h>
#include <algorithm>
#include <optional>

static char g_line[] = "<p>This line was put in by <code>rewrite-body-cpp</code>.</p>\n";
static const char g_mark[] = "</body>";

static bool IsFile(const HTTP_DATA_CHUNK &chunk) {
    return chunk.DataChunkType == HttpDataChunkFromFileHandle;
}

// A byte of the body: the number of its chunk, and the bytes before it there.
struct Place {
    USHORT chunk;
    ULONGLONG offset;
};

// Finds where the last </body> begins. It may lie across chunks: nobody promises where one ends.
class CMarkFinder {
public:
    // False if the chunk cannot be read.
    bool Search(const HTTP_DATA_CHUNK &chunk, USHORT number) {
        if (IsFile(chunk)) {
            return SearchFile(chunk, number);
        }
        if (chunk.DataChunkType != HttpDataChunkFromMemory) {
            return false;
        }
        Take(static_cast<const char *>(chunk.FromMemory.pBuffer), chunk.FromMemory.BufferLength, {number, 0});
        return true;
    }

    const std::optional<Place> &Found() const {
        return m_found;
    }

private:
    bool SearchFile(const HTTP_DATA_CHUNK &chunk, USHORT number) {
        const int descriptor = static_cast<int>(reinterpret_cast<intptr_t>(chunk.FromFileHandle.FileHandle));
        const HTTP_BYTE_RANGE &range = chunk.FromFileHandle.ByteRange;
        char bytes[4096];
        for (ULONGLONG done = 0; done < range.Length.QuadPart;) {
            const size_t wanted = std::min<ULONGLONG>(sizeof(bytes), range.Length.QuadPart - done);
            const ssize_t count = pread(descriptor, bytes, wanted, range.StartingOffset.QuadPart + done);
            if (count <= 0) {
                return false;
            }
            Take(bytes, static_cast<size_t>(count), {number, done});
            done += static_cast<ULONGLONG>(count);
        }
        return true;
    }

    void Take(const char *bytes, size_t count, Place place) {
        for (size_t i = 0; i < count; i++, place.offset++) {
            if (bytes[i] == g_mark[0]) { // a <, which stands nowhere else in the mark
                m_matched = 0;
                m_start = place;
            } else if (m_matched == 0 || strncasecmp(&bytes[i], &g_mark[m_matched], 1) != 0) {
                m_matched = 0;
                continue;
            }
            if (++m_matched == sizeof(g_mark) - 1) {
                m_matched = 0;
                m_found = m_start;
            }
        }
    }

    size_t m_matched = 0;
    Place m_start{};
    std::optional<Place> m_found;
};

class CRewriteModule final : public CHttpModule {
public:
    // Comes for each piece that is sent. Only a page that goes out whole is rewritten: of one that is sent in pieces
    // the head, or the end of the body, has gone or is yet to come.
    REQUEST_NOTIFICATION_STATUS
    OnSendResponse(IN IHttpContext *pHttpContext, IN ISendResponseProvider *pProvider) override {
        IHttpResponse *pResponse = pHttpContext->GetResponse();
        const bool isWhole = (pProvider->GetFlags() & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) == 0;
        if (!pHttpContext->GetResponseHeadersSent() && isWhole && IsPlainHtml(pResponse)) {
            HRESULT hr = Rewrite(pResponse);
            if (FAILED(hr)) {
                pProvider->SetErrorStatus(hr);
            }
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    void Dispose() override {
        // One object serves all requests.
    }

private:
    // A part of a page (206) has other offsets than ours, and in a compressed one there is nothing to be found.
    static bool IsPlainHtml(IHttpResponse *pResponse) {
        USHORT status = 0;
        pResponse->GetStatus(&status);
        PCSTR type = pResponse->GetHeader(HttpHeaderContentType);
        return status != 206 && type != nullptr && strncasecmp(type, "text/html", 9) == 0
               && pResponse->GetHeader(HttpHeaderContentEncoding) == nullptr;
    }

    static HRESULT Rewrite(IHttpResponse *pResponse) {
        const HTTP_RESPONSE *pRaw = pResponse->GetRawHttpResponse();
        CMarkFinder finder;
        for (USHORT i = 0; i < pRaw->EntityChunkCount; i++) {
            if (!finder.Search(pRaw->pEntityChunks[i], i)) {
                return S_OK; // left as it is
            }
        }
        return finder.Found() ? InsertLine(pResponse, *finder.Found()) : S_OK;
    }

    // Cuts a chunk in two and puts the line between. Nothing is copied: both halves point to what the chunk did, and
    // the line lives as long as the module.
    static HRESULT InsertLine(IHttpResponse *pResponse, const Place &place) {
        HTTP_DATA_CHUNK line;
        line.DataChunkType = HttpDataChunkFromMemory;
        line.FromMemory.pBuffer = g_line;
        line.FromMemory.BufferLength = sizeof(g_line) - 1;
        HTTP_DATA_CHUNK rest = pResponse->GetRawHttpResponse()->pEntityChunks[place.chunk];
        Skip(rest, place.offset);

        HRESULT hr = pResponse->WriteEntityChunkByReference(&rest, place.chunk + 1);
        if (FAILED(hr)) {
            return hr;
        }
        // The array may have moved, so it is asked for anew.
        Shorten(pResponse->GetRawHttpResponse()->pEntityChunks[place.chunk], place.offset);
        // What names the page as it was must not name this one. The host counts Content-Length by itself.
        pResponse->DeleteHeader(HttpHeaderEtag);
        pResponse->DeleteHeader(HttpHeaderContentMd5);
        return pResponse->WriteEntityChunkByReference(&line, place.chunk + 1);
    }

    static void Skip(HTTP_DATA_CHUNK &chunk, ULONGLONG count) {
        if (IsFile(chunk)) {
            chunk.FromFileHandle.ByteRange.StartingOffset.QuadPart += count;
            chunk.FromFileHandle.ByteRange.Length.QuadPart -= count;
        } else {
            chunk.FromMemory.pBuffer = static_cast<char *>(chunk.FromMemory.pBuffer) + count;
            chunk.FromMemory.BufferLength -= static_cast<ULONG>(count);
        }
    }

    static void Shorten(HTTP_DATA_CHUNK &chunk, ULONGLONG length) {
        if (IsFile(chunk)) {
            chunk.FromFileHandle.ByteRange.Length.QuadPart = length;
        } else {
            chunk.FromMemory.BufferLength = static_cast<ULONG>(length);
        }
    }
};

class CRewriteModuleFactory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **ppModule, IN IModuleAllocator *) override {
        *ppModule = &m_module;
        return S_OK;
    }

    void Terminate() override {
        delete this;
    }

private:
    CRewriteModule m_module;
};

HRESULT WINAPI RegisterModule(DWORD, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *) {
    return pModuleInfo->SetRequestNotifications(new CRewriteModuleFactory, RQ_SEND_RESPONSE, 0);
}
