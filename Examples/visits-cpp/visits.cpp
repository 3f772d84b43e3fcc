// visits.cpp - answers /visits/cpp with three counts: what is kept with a request, with a connection and with a worker.
#define _WINSOCKAPI_
#include <windows.h>
#include <sal.h>
#include <httpserv.h>
#include <unistd.h>
#include <atomic>
#include <chrono>
#include <new>
#include <optional>
#include <string>

using Clock = std::chrono::steady_clock;

// Kept with the worker: one for all requests, used by many threads at once.
static std::atomic<uint64_t> g_count{0};

// What the host calls this module; the key of what it keeps with a connection.
static HTTP_MODULE_ID g_moduleId = nullptr;

// Kept with a connection. Once stored it belongs to the connection, whose end deletes it.
class CConnectionCount final : public IHttpStoredContext {
public:
    // That of the connection; made for its first request. Null if there is no memory.
    static CConnectionCount *Of(IHttpConnection *pConnection) {
        IHttpConnectionModuleContextContainer *pContainer = pConnection->GetModuleContextContainer();
        IHttpStoredContext *pStored = pContainer->GetModuleContext(g_moduleId);
        if (pStored != nullptr) {
            return static_cast<CConnectionCount *>(pStored);
        }
        CConnectionCount *pMade = new (std::nothrow) CConnectionCount;
        if (pMade != nullptr && FAILED(pContainer->SetModuleContext(pMade, g_moduleId))) {
            delete pMade; // refused, so it is still ours
            return nullptr;
        }
        return pMade;
    }

    uint64_t Next() {
        return m_count.fetch_add(1) + 1;
    }

    void CleanupStoredContext() override {
        delete this;
    }

private:
    std::atomic<uint64_t> m_count{0};
};

// Kept with a request: one object per request, so its members are the request's.
class CVisitModule final : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS
    OnExecuteRequestHandler(IN IHttpContext *pHttpContext, IN IHttpEventProvider *pProvider) override {
        static const WCHAR path[] = L"/visits/cpp";
        const HTTP_COOKED_URL &url = pHttpContext->GetRequest()->GetRawHttpRequest()->CookedUrl;
        if (url.AbsPathLength != sizeof(path) - sizeof(*path)
            || wcsncmp(url.pAbsPath, path, url.AbsPathLength / sizeof(*path)) != 0) {
            return RQ_NOTIFICATION_CONTINUE;
        }
        m_start = Clock::now();
        HRESULT hr = Answer(pHttpContext);
        if (FAILED(hr)) {
            pProvider->SetErrorStatus(hr);
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

    // Comes for every request, on another thread perhaps, to the same object.
    REQUEST_NOTIFICATION_STATUS OnEndRequest(IN IHttpContext *pHttpContext, IN IHttpEventProvider *) override {
        if (m_start.has_value()) {
            const auto time = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - *m_start);
            const std::wstring text = L"A visit took " + std::to_wstring(time.count()) + L" microseconds.";
            pHttpContext->GetTraceContext()->QuickTrace(text.c_str());
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

private:
    static HRESULT Answer(IHttpContext *pHttpContext) {
        CConnectionCount *pConnection = CConnectionCount::Of(pHttpContext->GetConnection());
        if (pConnection == nullptr) {
            return E_OUTOFMEMORY;
        }
        std::string text = "request " + std::to_string(pConnection->Next()) + " of this connection, "
                           + std::to_string(g_count.fetch_add(1) + 1) + " of worker " + std::to_string(getpid()) + "\n";
        IHttpResponse *pResponse = pHttpContext->GetResponse();
        pResponse->SetStatus(200, "OK");
        pResponse->SetHeader(HttpHeaderContentType, "text/plain", 10, TRUE);
        HTTP_DATA_CHUNK chunk;
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = text.data(); // copied by the host
        chunk.FromMemory.BufferLength = static_cast<ULONG>(text.size());
        DWORD cbSent = 0;
        return pResponse->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &cbSent);
    }

    std::optional<Clock::time_point> m_start; // empty unless the request is ours
};

class CVisitModuleFactory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **ppModule, IN IModuleAllocator *) override {
        *ppModule = new CVisitModule; // the inherited Dispose deletes it when the request is over
        return S_OK;
    }

    void Terminate() override {
        delete this;
    }
};

HRESULT WINAPI RegisterModule(DWORD, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *) {
    g_moduleId = pModuleInfo->GetId();
    const DWORD subscribed = RQ_EXECUTE_REQUEST_HANDLER | RQ_END_REQUEST;
    return pModuleInfo->SetRequestNotifications(new CVisitModuleFactory, subscribed, 0);
}
