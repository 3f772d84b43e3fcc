// hello.cpp - answers as bench.c does, in C++: an object for each request, known headers, a call by its overload.
#include <httpserv.h>

class HelloModule : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *provider) override {
        static char text[] = "Hello, World\n";
        IHttpResponse *response = context->GetResponse();
        response->SetStatus(200, "OK");
        response->SetHeader(HttpHeaderContentType, "text/plain", 10, TRUE);
        HTTP_DATA_CHUNK chunk = {};
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = text;
        chunk.FromMemory.BufferLength = sizeof text - 1;
        DWORD sent = 0;
        HRESULT hr = response->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &sent);
        if (FAILED(hr)) {
            provider->SetErrorStatus(hr);
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
};

class HelloFactory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) override {
        *module = new HelloModule; // the inherited Dispose deletes it when the request is over
        return S_OK;
    }

    void Terminate() override {
        delete this;
    }
};

HRESULT RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new HelloFactory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
