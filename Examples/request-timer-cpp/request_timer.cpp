// request_timer.cpp - writes a line into the server's log for each request: what was asked for, the answer, and the time.
#define _WINSOCKAPI_
#include <windows.h>
#include <sal.h>
#include <httpserv.h>
#include <chrono>
#include <cwchar>
#include <new>

using Clock = std::chrono::steady_clock;

// What the host calls this module; the key of its stored contexts.
static HTTP_MODULE_ID g_moduleId = nullptr;

// What is kept of a request from its begin to its end. Once stored it belongs to the request, whose end deletes it.
class CStartTime final : public IHttpStoredContext {
public:
    static CStartTime *Of(IHttpContext *pHttpContext) {
        IHttpStoredContext *pStored = pHttpContext->GetModuleContextContainer()->GetModuleContext(g_moduleId);
        return static_cast<CStartTime *>(pStored);
    }

    long long Microseconds() const {
        return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_start).count();
    }

    void CleanupStoredContext() override {
        delete this;
    }

private:
    const Clock::time_point m_start = Clock::now();
};

// One object serves all requests: what belongs to one of them is in its stored context.
class CTimerModule final : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IN IHttpContext *pHttpContext, IN IHttpEventProvider *) override {
        CStartTime *pStart = new (std::nothrow) CStartTime;
        if (pStart != nullptr
            && FAILED(pHttpContext->GetModuleContextContainer()->SetModuleContext(pStart, g_moduleId))) {
            delete pStart; // refused, so it is still ours
        }
        return RQ_NOTIFICATION_CONTINUE; // a request that cannot be timed is answered all the same
    }

    // Comes even if a module has ended the request early.
    REQUEST_NOTIFICATION_STATUS OnEndRequest(IN IHttpContext *pHttpContext, IN IHttpEventProvider *) override {
        const CStartTime *pStart = CStartTime::Of(pHttpContext);
        if (pStart != nullptr) {
            Log(pHttpContext, pStart->Microseconds());
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    void Dispose() override {
        // Shared by all requests, so no end of a request deletes it.
    }

private:
    static void Log(IHttpContext *pHttpContext, long long microseconds) {
        IHttpRequest *pRequest = pHttpContext->GetRequest();
        const HTTP_COOKED_URL &url = pRequest->GetRawHttpRequest()->CookedUrl;
        const int length = static_cast<int>(url.AbsPathLength / sizeof(WCHAR));
        USHORT status = 0;
        pHttpContext->GetResponse()->GetStatus(&status);

        WCHAR text[512]; // swprintf writes nothing that is longer, so the parts are bounded
        const int written = swprintf(
            text, sizeof(text) / sizeof(*text), L"%.32s %.*ls: %u in %lld microseconds", pRequest->GetHttpMethod(),
            length < 400 ? length : 400, url.pAbsPath, status, microseconds);
        if (written > 0) {
            pHttpContext->GetTraceContext()->QuickTrace(text);
        }
    }
};

class CTimerModuleFactory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **ppModule, IN IModuleAllocator *) override {
        *ppModule = &m_module;
        return S_OK;
    }

    void Terminate() override {
        delete this;
    }

private:
    CTimerModule m_module;
};

HRESULT WINAPI RegisterModule(DWORD, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *) {
    g_moduleId = pModuleInfo->GetId();
    HRESULT hr = pModuleInfo->SetRequestNotifications(new CTimerModuleFactory, RQ_BEGIN_REQUEST | RQ_END_REQUEST, 0);
    // Around all other modules: the first to see the begin, the last to see the end.
    if (SUCCEEDED(hr)) {
        hr = pModuleInfo->SetPriorityForRequestNotification(RQ_BEGIN_REQUEST, PRIORITY_ALIAS_FIRST);
    }
    if (SUCCEEDED(hr)) {
        hr = pModuleInfo->SetPriorityForRequestNotification(RQ_END_REQUEST, PRIORITY_ALIAS_LAST);
    }
    return hr;
}
