// echo.cpp - answers POST /echo/cpp with the body of the request, piece by piece as it comes, and keeps no thread waiting.
#define _WINSOCKAPI_
#include <windows.h>
#include <sal.h>
#include <httpserv.h>
#include <cstring>

// One object per request, so what an operation uses can be in it: it lives until Dispose.
class CEchoModule final : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS
    OnExecuteRequestHandler(IN IHttpContext *pHttpContext, IN IHttpEventProvider *pProvider) override {
        if (!IsOurs(pHttpContext->GetRequest())) {
            return RQ_NOTIFICATION_CONTINUE;
        }
        IHttpResponse *pResponse = pHttpContext->GetResponse();
        pResponse->SetStatus(200, "OK");
        pResponse->SetHeader(HttpHeaderContentType, "application/octet-stream", 24, TRUE);
        // Without this the host would keep what is written until the end, or until it is too much.
        pResponse->DisableBuffering();
        return Echo(pHttpContext, pProvider);
    }

    // Comes on any thread of the host, but never before the method that began the operation has returned.
    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(
        IN IHttpContext *pHttpContext, IN DWORD, IN BOOL, IN IHttpEventProvider *pProvider,
        IN IHttpCompletionInfo *pCompletion) override {
        if (!TakeResult(
                pHttpContext, pProvider, pCompletion->GetCompletionStatus(), pCompletion->GetCompletionBytes())) {
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        return Echo(pHttpContext, pProvider);
    }

private:
    static bool IsOurs(IHttpRequest *pRequest) {
        static const WCHAR path[] = L"/echo/cpp";
        const HTTP_COOKED_URL &url = pRequest->GetRawHttpRequest()->CookedUrl;
        return strcmp(pRequest->GetHttpMethod(), "POST") == 0 && url.AbsPathLength == sizeof(path) - sizeof(*path)
               && wcsncmp(url.pAbsPath, path, url.AbsPathLength / sizeof(*path)) == 0;
    }

    // Reads and writes in turn, for as long as the results come at once.
    REQUEST_NOTIFICATION_STATUS Echo(IHttpContext *pHttpContext, IHttpEventProvider *pProvider) {
        for (;;) {
            DWORD bytes = 0;
            BOOL isPending = FALSE;
            HRESULT hr = BeginOperation(pHttpContext, &bytes, &isPending);
            if (SUCCEEDED(hr) && isPending) {
                return RQ_NOTIFICATION_PENDING; // OnAsyncCompletion is told the result
            }
            if (!TakeResult(pHttpContext, pProvider, hr, bytes)) {
                return RQ_NOTIFICATION_FINISH_REQUEST;
            }
        }
    }

    // Begins to read a piece, or to write the one that is there.
    HRESULT BeginOperation(IHttpContext *pHttpContext, DWORD *bytes, BOOL *isPending) {
        if (m_filled == 0) {
            return pHttpContext->GetRequest()->ReadEntityBody(m_piece, sizeof(m_piece), TRUE, bytes, isPending);
        }
        m_chunk.DataChunkType = HttpDataChunkFromMemory;
        m_chunk.FromMemory.pBuffer = m_piece;
        m_chunk.FromMemory.BufferLength = m_filled;
        return pHttpContext->GetResponse()->WriteEntityChunks(&m_chunk, 1, TRUE, TRUE, bytes, isPending);
    }

    // Takes the result of an operation. False when there is no other to begin.
    bool TakeResult(IHttpContext *pHttpContext, IHttpEventProvider *pProvider, HRESULT hr, DWORD bytes) {
        if (hr == HRESULT_FROM_WIN32(ERROR_HANDLE_EOF)) {
            return false; // the end of the body, and so of the answer
        }
        if (FAILED(hr)) {
            // The client has gone, or its body is faulty. What went out must not look like the whole.
            if (pHttpContext->GetResponseHeadersSent()) {
                pHttpContext->GetResponse()->ResetConnection();
            } else {
                pProvider->SetErrorStatus(hr);
            }
            return false;
        }
        m_filled = m_filled == 0 ? bytes : 0;
        return true;
    }

    char m_piece[16 * 1024];
    DWORD m_filled = 0;        // bytes in it that are to be written; 0: the next operation is a read
    HTTP_DATA_CHUNK m_chunk{}; // what is being written: the host reads it until the completion
};

class CEchoModuleFactory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **ppModule, IN IModuleAllocator *) override {
        *ppModule = new CEchoModule; // the inherited Dispose deletes it when the request is over
        return S_OK;
    }

    void Terminate() override {
        delete this;
    }
};

HRESULT WINAPI RegisterModule(DWORD, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *) {
    // Completions are not subscribed to: they come to whoever began the operation.
    return pModuleInfo->SetRequestNotifications(new CEchoModuleFactory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
