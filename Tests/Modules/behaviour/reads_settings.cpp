// reads_settings.cpp - keeps a value of its own for each section that it meets, under the section's pointer.
#include <httpserv.h>

#include <map>
#include <mutex>
#include <string>

namespace {

IModuleConfigurationSource *source;
std::mutex lock;
std::map<IModuleConfiguration *, std::string> realms;

std::string RealmFor(IHttpContext *context) {
    IModuleConfiguration *section = nullptr;
    if (FAILED(source->GetSectionFor("system.webServer/gate", context, &section))) return source->GetMistake();
    std::lock_guard<std::mutex> guard(lock);
    const auto known = realms.find(section);
    if (known != realms.end()) {
        section->Release();
        return known->second + " again";
    }
    PCSTR realm = nullptr;
    section->GetString("realm", &realm);
    // The reference stays with the map.
    return realms.emplace(section, realm).first->second;
}

class Module final : public CHttpModule {
    std::string answer;

public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        answer = RealmFor(context);
        HTTP_DATA_CHUNK chunk = {};
        chunk.FromMemory.pBuffer = &answer[0];
        chunk.FromMemory.BufferLength = static_cast<ULONG>(answer.size());
        DWORD sent = 0;
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
        for (auto &entry : realms)
            entry.first->Release();
        delete this;
    }
};

} // namespace

HRESULT RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    const HRESULT hr = HttpGetExtendedInterface(server, server, &source);
    return FAILED(hr) ? hr : info->SetRequestNotifications(new Factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
