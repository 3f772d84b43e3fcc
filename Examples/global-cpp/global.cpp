// global.cpp - counts what the process does, and says at /status how it is: 200, or 503 once the server is to end.
#define _WINSOCKAPI_
#include <windows.h>
#include <sal.h>
#include <httpserv.h>
#include <atomic>
#include <cinttypes>
#include <cstdio>
#include <string>

// What both parts of the module share. Many threads use it at once.
struct Status {
    std::atomic<uint64_t> requests{0};
    std::atomic<bool> isStopping{false};
};
static Status g_status;

// The part that is called for what concerns the process and not one request.
class CStatusGlobal final : public CGlobalModule {
public:
    explicit CStatusGlobal(IHttpServer *pServer) : m_pServer(pServer) {}

    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStart(IN IHttpApplicationProvider *pProvider) override {
        Log(std::wstring(L"Application ") + pProvider->GetApplication()->GetApplicationId() + L" starts.");
        return GL_NOTIFICATION_CONTINUE;
    }

    // On the path of every request, so it only counts.
    GLOBAL_NOTIFICATION_STATUS OnGlobalPreBeginRequest(IN IPreBeginRequestProvider *) override {
        g_status.requests.fetch_add(1, std::memory_order_relaxed);
        return GL_NOTIFICATION_CONTINUE;
    }

    // The sockets are closed; connections that are open may still make a request. Must not wait.
    GLOBAL_NOTIFICATION_STATUS OnGlobalStopListening(IN IGlobalStopListeningProvider *) override {
        if (!g_status.isStopping.exchange(true)) { // a stop can be told twice
            Log(L"The server is to end.");
        }
        return GL_NOTIFICATION_CONTINUE;
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStop(IN IHttpApplicationProvider *pProvider) override {
        Log(std::wstring(L"Application ") + pProvider->GetApplication()->GetApplicationId() + L" has stopped.");
        return GL_NOTIFICATION_CONTINUE;
    }

    // The last call. No request is left, and none will come.
    void Terminate() override {
        Log(L"There were " + std::to_wstring(g_status.requests.load()) + L" requests.");
        delete this;
    }

private:
    void Log(const std::wstring &text) {
        m_pServer->GetTraceContext()->QuickTrace(text.c_str());
    }

    IHttpServer *const m_pServer; // the host's; lives as long as the process
};

// The part that is called for requests. One object serves all of them.
class CStatusModule final : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS
    OnExecuteRequestHandler(IN IHttpContext *pHttpContext, IN IHttpEventProvider *pProvider) override {
        const HTTP_COOKED_URL &url = pHttpContext->GetRequest()->GetRawHttpRequest()->CookedUrl;
        if (url.AbsPathLength != 7 * sizeof(WCHAR) || wcsncmp(url.pAbsPath, L"/status", 7) != 0) {
            return RQ_NOTIFICATION_CONTINUE;
        }
        HRESULT hr = Answer(pHttpContext->GetResponse());
        if (FAILED(hr)) {
            pProvider->SetErrorStatus(hr);
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

    void Dispose() override {
        // Shared by all requests, so no end of a request deletes it.
    }

private:
    static HRESULT Answer(IHttpResponse *pResponse) {
        const bool isStopping = g_status.isStopping.load();
        char text[64];
        const int length = snprintf(
            text, sizeof(text), "%s, %" PRIu64 " requests\n", isStopping ? "stopping" : "up", g_status.requests.load());
        if (isStopping) {
            pResponse->SetStatus(503, "Service Unavailable");
        } else {
            pResponse->SetStatus(200, "OK");
        }
        pResponse->SetHeader(HttpHeaderContentType, "text/plain", 10, TRUE);
        pResponse->SetHeader(HttpHeaderCacheControl, "no-store", 8, TRUE);

        HTTP_DATA_CHUNK chunk;
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = text; // copied by the host
        chunk.FromMemory.BufferLength = static_cast<ULONG>(length);
        DWORD cbSent = 0;
        return pResponse->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &cbSent);
    }
};

class CStatusModuleFactory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **ppModule, IN IModuleAllocator *) override {
        *ppModule = &m_module;
        return S_OK;
    }

    void Terminate() override {
        delete this;
    }

private:
    CStatusModule m_module;
};

HRESULT WINAPI RegisterModule(DWORD, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *pGlobalInfo) {
    const DWORD subscribed = GL_APPLICATION_START | GL_PRE_BEGIN_REQUEST | GL_STOP_LISTENING | GL_APPLICATION_STOP;
    HRESULT hr = pModuleInfo->SetGlobalNotifications(new CStatusGlobal(pGlobalInfo), subscribed);
    if (FAILED(hr)) {
        return hr;
    }
    return pModuleInfo->SetRequestNotifications(new CStatusModuleFactory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
