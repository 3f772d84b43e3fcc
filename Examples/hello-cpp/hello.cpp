// hello.cpp - a module in C++, spelled as for IIS. It answers /cpp and passes on every other request.
#define _WINSOCKAPI_
#include <windows.h>
#include <sal.h>
#include <httpserv.h>

class CHelloModule : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(
        IN IHttpContext *pHttpContext, IN IHttpEventProvider *pProvider) override {
        const HTTP_COOKED_URL &url = pHttpContext->GetRequest()->GetRawHttpRequest()->CookedUrl;
        if (url.AbsPathLength != 4 * sizeof(WCHAR) || wcsncmp(url.pAbsPath, L"/cpp", 4) != 0) {
            return RQ_NOTIFICATION_CONTINUE;
        }

        IHttpResponse *pHttpResponse = pHttpContext->GetResponse();
        pHttpResponse->Clear();
        pHttpResponse->SetStatus(200, "OK");
        pHttpResponse->SetHeader(HttpHeaderContentType, "text/plain", 10, TRUE);

        static char text[] = "Hello from C++\n";
        HTTP_DATA_CHUNK chunk;
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = text;
        chunk.FromMemory.BufferLength = sizeof(text) - 1;
        DWORD cbSent = 0;
        HRESULT hr = pHttpResponse->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &cbSent);
        if (FAILED(hr)) {
            pProvider->SetErrorStatus(hr);
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
};

class CHelloModuleFactory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **ppModule, IN IModuleAllocator *pAllocator) override {
        UNREFERENCED_PARAMETER(pAllocator);
        *ppModule = new CHelloModule; // the inherited Dispose deletes it when the request is over
        return S_OK;
    }

    void Terminate() override {
        delete this;
    }
};

HRESULT WINAPI
RegisterModule(DWORD dwServerVersion, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *pGlobalInfo) {
    UNREFERENCED_PARAMETER(dwServerVersion);
    UNREFERENCED_PARAMETER(pGlobalInfo);
    return pModuleInfo->SetRequestNotifications(new CHelloModuleFactory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
