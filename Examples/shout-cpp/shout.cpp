// shout.cpp - answers /shout/cpp: GET with its query, POST with its body, in capitals.
#define _WINSOCKAPI_
#include <windows.h>
#include <sal.h>
#include <httpserv.h>
#include <cstring>
#include <string>

static const size_t BODY_LIMIT = 64 * 1024;

class CShoutModule final : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS
    OnExecuteRequestHandler(IN IHttpContext *pHttpContext, IN IHttpEventProvider *pProvider) override {
        static const WCHAR path[] = L"/shout/cpp";
        const HTTP_COOKED_URL &url = pHttpContext->GetRequest()->GetRawHttpRequest()->CookedUrl;
        if (url.AbsPathLength != sizeof(path) - sizeof(*path)
            || wcsncmp(url.pAbsPath, path, url.AbsPathLength / sizeof(*path)) != 0) {
            return RQ_NOTIFICATION_CONTINUE;
        }
        HRESULT hr = Answer(pHttpContext);
        if (FAILED(hr)) {
            pProvider->SetErrorStatus(hr); // the host makes it an answer, mostly 500
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

    void Dispose() override {
        // One object serves all requests.
    }

private:
    static HRESULT Answer(IHttpContext *pHttpContext) {
        IHttpResponse *pResponse = pHttpContext->GetResponse();
        const std::string method = pHttpContext->GetRequest()->GetHttpMethod();
        if (method == "GET" || method == "HEAD") {
            return ShoutQuery(pHttpContext);
        }
        if (method == "POST") {
            return ShoutBody(pHttpContext->GetRequest(), pResponse);
        }
        HRESULT hr = SetHeader(pResponse, "Allow", "GET, HEAD, POST");
        return FAILED(hr) ? hr : pResponse->SetStatus(405, "Method Not Allowed");
    }

    // The query as it was sent: what stands behind the question mark, nothing in it decoded.
    static HRESULT ShoutQuery(IHttpContext *pHttpContext) {
        PCSTR query = nullptr;
        DWORD length = 0;
        HRESULT hr = pHttpContext->GetServerVariable("QUERY_STRING", &query, &length);
        return FAILED(hr) ? hr : Shout(pHttpContext->GetResponse(), std::string(query, length) + "\n");
    }

    static HRESULT ShoutBody(IHttpRequest *pRequest, IHttpResponse *pResponse) {
        PCSTR type = pRequest->GetHeader(HttpHeaderContentType);
        if (type == nullptr || strncmp(type, "text/plain", 10) != 0) {
            return pResponse->SetStatus(415, "Unsupported Media Type");
        }
        std::string body;
        HRESULT hr = ReadBody(pRequest, body);
        if (FAILED(hr)) {
            return hr;
        }
        if (body.size() > BODY_LIMIT) {
            return pResponse->SetStatus(413, "Content Too Large");
        }
        return Shout(pResponse, body);
    }

    // Reads to the end of the body, or past the limit. Waits for the client on this thread.
    static HRESULT ReadBody(IHttpRequest *pRequest, std::string &body) {
        char piece[4096];
        while (body.size() <= BODY_LIMIT) {
            DWORD count = 0;
            HRESULT hr = pRequest->ReadEntityBody(piece, sizeof(piece), FALSE, &count);
            if (hr == HRESULT_FROM_WIN32(ERROR_HANDLE_EOF)) {
                return S_OK;
            }
            if (FAILED(hr)) {
                return hr; // the client has gone, or its body is faulty
            }
            body.append(piece, count);
        }
        return S_OK;
    }

    static HRESULT Shout(IHttpResponse *pResponse, std::string text) {
        for (char &letter : text) {
            if (letter >= 'a' && letter <= 'z') {
                letter = static_cast<char>(letter - 'a' + 'A');
            }
        }
        pResponse->SetStatus(200, "OK");
        HRESULT hr = SetHeader(pResponse, "Content-Type", "text/plain; charset=utf-8");
        if (FAILED(hr)) {
            return hr;
        }
        HTTP_DATA_CHUNK chunk;
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = text.data(); // copied by the host
        chunk.FromMemory.BufferLength = static_cast<ULONG>(text.size());
        DWORD cbSent = 0;
        return pResponse->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &cbSent);
    }

    static HRESULT SetHeader(IHttpResponse *pResponse, PCSTR name, PCSTR value) {
        return pResponse->SetHeader(name, value, static_cast<USHORT>(strlen(value)), TRUE);
    }
};

class CShoutModuleFactory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **ppModule, IN IModuleAllocator *) override {
        *ppModule = &m_module;
        return S_OK;
    }

    void Terminate() override {
        delete this;
    }

private:
    CShoutModule m_module;
};

HRESULT WINAPI RegisterModule(DWORD, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *) {
    return pModuleInfo->SetRequestNotifications(new CShoutModuleFactory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
