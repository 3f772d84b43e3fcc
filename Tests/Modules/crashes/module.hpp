// A module in C++ that answers every request with "alive", and calls boom(), which its file defines, on /boom.
#include <cstring>
#include <cwchar>
#include <httpserv.h>
#include <stdexcept>

static void boom();

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        const HTTP_COOKED_URL &url = context->GetRequest()->GetRawHttpRequest()->CookedUrl;
        if (url.AbsPathLength == 5 * sizeof(WCHAR) && std::wmemcmp(url.pAbsPath, L"/boom", 5) == 0) boom();
        static char text[] = "alive";
        HTTP_DATA_CHUNK chunk;
        std::memset(&chunk, 0, sizeof chunk);
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = text;
        chunk.FromMemory.BufferLength = sizeof text - 1;
        DWORD sent = 0;
        context->GetResponse()->SetStatus(200, "OK");
        context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &sent);
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
};

class Factory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **out, IModuleAllocator *) override {
        *out = new Module;
        return S_OK;
    }

    void Terminate() override {
        delete this;
    }
};

#ifndef OWN_REGISTER_MODULE
HRESULT RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new Factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
#endif
