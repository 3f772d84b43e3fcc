// throws.cpp - lets an exception escape from the call that the field X-Throw names, or, for the calls that belong to no
// request, the settings: `throw RegisterModule`.
#include "record.h"

#include <stdexcept>
#include <string>

namespace {

HTTP_MODULE_ID moduleID;
std::string wanted;

void throwFrom(const char *call) {
    record("%s", call);
    throw std::runtime_error(std::string("out of ") + call);
}

bool isWanted(IHttpContext *context, const char *call) {
    const char *header = context->GetRequest()->GetHeader("X-Throw");
    return header != nullptr && strcmp(header, call) == 0;
}

class Context final : public IHttpStoredContext {
public:
    void CleanupStoredContext() override {
        delete this;
        throwFrom("CleanupStoredContext");
    }
};

REQUEST_NOTIFICATION_STATUS callback(IHttpContext3 *, IHttpCompletionInfo2 *, void *) {
    throwFrom("a callback");
    return RQ_NOTIFICATION_CONTINUE;
}

class Module final : public CHttpModule {
    bool throwsOnDispose = false;

    REQUEST_NOTIFICATION_STATUS called(IHttpContext *context, const char *call) {
        if (isWanted(context, call)) throwFrom(call);
        if (isWanted(context, "after the head")) {
            DWORD sent = 0;
            context->GetResponse()->Flush(FALSE, TRUE, &sent);
            throwFrom("after the head");
        }
        if (isWanted(context, "an int")) throw 42;
        return RQ_NOTIFICATION_CONTINUE;
    }

public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) override {
        throwsOnDispose = isWanted(context, "Dispose");
        if (isWanted(context, "CleanupStoredContext")) {
            context->GetModuleContextContainer()->SetModuleContext(new Context, moduleID);
        }
        return called(context, "OnBeginRequest");
    }
    REQUEST_NOTIFICATION_STATUS OnPostBeginRequest(IHttpContext *context, IHttpEventProvider *) override {
        return called(context, "OnPostBeginRequest");
    }
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        char text[] = "answered";
        HTTP_DATA_CHUNK chunk = {};
        chunk.FromMemory.pBuffer = text;
        chunk.FromMemory.BufferLength = sizeof text - 1;
        DWORD sent = 0;
        context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent);
        if (isWanted(context, "OnAsyncCompletion")) {
            context->PostCompletion(0);
            return RQ_NOTIFICATION_PENDING;
        }
        if (isWanted(context, "a callback")) {
            auto *response = static_cast<IHttpResponse2 *>(context->GetResponse());
            response->Clear();
            auto *request = static_cast<IHttpRequest3 *>(context->GetRequest());
            static char buffer[16];
            request->ReadEntityBody(buffer, sizeof buffer, TRUE, callback, nullptr, nullptr, nullptr);
            return RQ_NOTIFICATION_PENDING;
        }
        return called(context, "OnExecuteRequestHandler");
    }
    REQUEST_NOTIFICATION_STATUS OnLogRequest(IHttpContext *context, IHttpEventProvider *) override {
        return called(context, "OnLogRequest");
    }
    REQUEST_NOTIFICATION_STATUS OnPostEndRequest(IHttpContext *context, IHttpEventProvider *) override {
        return called(context, "OnPostEndRequest");
    }
    REQUEST_NOTIFICATION_STATUS OnSendResponse(IHttpContext *context, ISendResponseProvider *) override {
        if (isWanted(context, "OnSendResponse")) throwFrom("OnSendResponse");
        return RQ_NOTIFICATION_CONTINUE;
    }
    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(
        IHttpContext *context, DWORD, BOOL, IHttpEventProvider *, IHttpCompletionInfo *) override {
        return called(context, "OnAsyncCompletion");
    }
    void Dispose() override {
        bool throws = throwsOnDispose;
        delete this;
        if (throws) throwFrom("Dispose");
    }
};

class Factory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **out, IModuleAllocator *) override {
        if (wanted == "GetHttpModule") throwFrom("GetHttpModule");
        *out = new Module;
        return S_OK;
    }
    void Terminate() override {
        delete this;
        if (wanted == "Terminate") throwFrom("Terminate");
    }
};

class Global final : public CGlobalModule {
public:
    GLOBAL_NOTIFICATION_STATUS OnGlobalPreBeginRequest(IPreBeginRequestProvider *provider) override {
        if (isWanted(provider->GetHttpContext(), "OnGlobalPreBeginRequest")) throwFrom("OnGlobalPreBeginRequest");
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStart(IHttpApplicationProvider *) override {
        if (wanted == "OnGlobalApplicationStart") throwFrom("OnGlobalApplicationStart");
        return GL_NOTIFICATION_CONTINUE;
    }
    void Terminate() override {
        delete this;
    }
};

void setting(void *, const char *key, char *value) {
    if (strcmp(key, "throw") == 0) wanted = value;
}

} // namespace

HRESULT RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    record_open();
    settings_read(setting, nullptr);
    if (wanted == "RegisterModule") throwFrom("RegisterModule");
    moduleID = info->GetId();
    HRESULT hr = info->SetGlobalNotifications(new Global, GL_PRE_BEGIN_REQUEST | GL_APPLICATION_START);
    if (FAILED(hr)) return hr;
    const DWORD mask = RQ_BEGIN_REQUEST | RQ_EXECUTE_REQUEST_HANDLER | RQ_LOG_REQUEST | RQ_SEND_RESPONSE;
    return info->SetRequestNotifications(new Factory, mask, RQ_BEGIN_REQUEST | RQ_END_REQUEST);
}
