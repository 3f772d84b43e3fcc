// downcasts.cpp - finds the most derived interface of each family of host objects by dynamic_cast.
#include <httpserv.h>

#include <string>

namespace {

IHttpModuleRegistrationInfo2 *registration;
IHttpServer3 *server;

class Module final : public CHttpModule {
    std::string report;

    void say(const char *name, bool found) {
        report += std::string(name) + (found ? "=1\n" : "=0\n");
    }

    template <typename To, typename From>
    void cast(const char *name, From *from) {
        To *to = dynamic_cast<To *>(from);
        say(name, from != nullptr && to != nullptr && static_cast<void *>(to) == static_cast<void *>(from));
    }

    template <typename To>
    To *castUnknown(const char *name, To *object) {
        cast<To>(name, static_cast<IUnknown *>(object));
        return object;
    }

    void castConfiguration() {
        IAppHostAdminManager *manager = server->GetAdminManager();
        cast<IAppHostWritableAdminManager>("manager", manager);
        WCHAR name[] = L"system.webServer/defaultDocument", place[] = L"MACHINE/WEBROOT/APPHOST";
        VARIANT zero;
        VariantInit(&zero);
        zero.vt = VT_I4;
        IAppHostElement *section = nullptr, *files = nullptr;
        manager->GetAdminSection(name, place, &section);
        castUnknown("element", section);
        IAppHostPropertyCollection *properties = nullptr;
        section->get_Properties(&properties);
        castUnknown("properties", properties);
        IAppHostProperty *property = nullptr;
        properties->get_Item(zero, &property);
        castUnknown("property", property);
        IAppHostChildElementCollection *children = nullptr;
        section->get_ChildElements(&children);
        castUnknown("children", children);
        children->get_Item(zero, &files);
        IAppHostElementCollection *items = nullptr;
        files->get_Collection(&items);
        castUnknown("items", items);
        IAppHostElementSchema *schema = nullptr;
        section->get_Schema(&schema);
        castUnknown("schema", schema);
        IModuleConfigurationSource *source = nullptr;
        HttpGetExtendedInterface(server, server, &source);
        IModuleConfiguration *configuration = nullptr;
        source->GetSection("system.webServer/defaultDocument", "MACHINE/WEBROOT/APPHOST", &configuration);
        castUnknown("configuration", configuration);
        IUnknown *all[] = {configuration, section, properties, property, children, files, items, schema};
        for (IUnknown *object : all)
            object->Release();
    }

public:
    REQUEST_NOTIFICATION_STATUS OnAuthenticateRequest(IHttpContext *, IAuthenticationProvider *provider) override {
        cast<IAuthenticationProvider>("authentication provider", static_cast<IHttpEventProvider *>(provider));
        return RQ_NOTIFICATION_CONTINUE;
    }
    REQUEST_NOTIFICATION_STATUS OnMapRequestHandler(IHttpContext *, IMapHandlerProvider *provider) override {
        cast<IMapHandlerProvider>("map handler provider", static_cast<IHttpEventProvider *>(provider));
        return RQ_NOTIFICATION_CONTINUE;
    }
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *provider) override {
        cast<IHttpContext4>("context", context);
        cast<IHttpRequest4>("request", context->GetRequest());
        cast<IHttpResponse4>("response", context->GetResponse());
        cast<IHttpCachePolicy2>("cache policy", context->GetResponse()->GetCachePolicy());
        cast<IHttpApplication2>("application", context->GetApplication());
        cast<IReferencedMetadataInfo>("metadata", context->GetMetadata());
        cast<IHttpModuleContextContainer>("container", context->GetModuleContextContainer());
        cast<IHttpConnectionModuleContextContainer>(
            "connection container",
            static_cast<IHttpModuleContextContainer *>(context->GetConnection()->GetModuleContextContainer()));
        cast<IHttpSite>("site", context->GetSite());
        cast<IHttpConnection>("connection", context->GetConnection());
        cast<IHttpUser>("user", context->GetUser());
        cast<IHttpUrlInfo>("url info", context->GetUrlInfo());
        cast<IHttpTraceContext>("trace context", context->GetTraceContext());
        cast<INamedContextContainer>(
            "named container", static_cast<IHttpContext4 *>(context)->GetNamedContextContainer());
        cast<IHttpPerfCounterInfo>("counters", context->GetSite()->GetPerfCounterInfo());
        cast<IHttpEventProvider>("event provider", provider);
        say("no authentication provider", dynamic_cast<IAuthenticationProvider *>(provider) == nullptr);
        say("registration", registration != nullptr);
        say("server", server != nullptr);
        castConfiguration();
        IDispensedHttpModuleContextContainer *dispensed = server->DispenseContainer();
        cast<IDispensedHttpModuleContextContainer>(
            "dispensed container", static_cast<IHttpModuleContextContainer *>(dispensed));
        dispensed->ReleaseContainer();
        context->PostCompletion(0);
        return RQ_NOTIFICATION_PENDING;
    }
    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(
        IHttpContext *context, DWORD, BOOL, IHttpEventProvider *, IHttpCompletionInfo *info) override {
        cast<IHttpCompletionInfo2>("completion info", info);
        HTTP_DATA_CHUNK chunk = {};
        chunk.FromMemory.pBuffer = &report[0];
        chunk.FromMemory.BufferLength = static_cast<ULONG>(report.size());
        DWORD sent = 0;
        context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent);
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
    REQUEST_NOTIFICATION_STATUS OnSendResponse(IHttpContext *context, ISendResponseProvider *provider) override {
        IHttpEventProvider *base = provider;
        const bool found = dynamic_cast<ISendResponseProvider *>(base) == provider;
        context->GetResponse()->SetHeader("X-Send-Response-Provider", found ? "1" : "0", 1, TRUE);
        return RQ_NOTIFICATION_CONTINUE;
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

} // namespace

HRESULT RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *pServer) {
    registration = dynamic_cast<IHttpModuleRegistrationInfo2 *>(info);
    server = dynamic_cast<IHttpServer3 *>(pServer);
    const DWORD mask = RQ_AUTHENTICATE_REQUEST | RQ_MAP_REQUEST_HANDLER | RQ_EXECUTE_REQUEST_HANDLER | RQ_SEND_RESPONSE;
    return info->SetRequestNotifications(new Factory, mask, 0);
}
