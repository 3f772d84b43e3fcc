// reads_configuration.cpp - reads the section system.webServer/gate as C++ sources for IIS do: by small functions around the
// interfaces, with types checked by VariantChangeType and collections walked by number.
#include <httpserv.h>

#include <cstdio>
#include <cstring>
#include <string>

namespace {

IHttpServer *server;

HRESULT GetProperty(IAppHostElement *element, const WCHAR *name, VARTYPE type, VARIANT *value) {
    IAppHostProperty *property = nullptr;
    BSTR text = SysAllocString(name);
    if (text == nullptr) return E_OUTOFMEMORY;
    HRESULT hr = element->GetPropertyByName(text, &property);
    if (SUCCEEDED(hr)) hr = property->get_Value(value);
    if (SUCCEEDED(hr)) hr = VariantChangeType(value, value, 0, type);
    if (property != nullptr) property->Release();
    SysFreeString(text);
    return hr;
}

std::wstring GetString(IAppHostElement *element, const WCHAR *name) {
    VARIANT value;
    VariantInit(&value);
    std::wstring text;
    if (SUCCEEDED(GetProperty(element, name, VT_BSTR, &value))) text.assign(value.bstrVal, SysStringLen(value.bstrVal));
    VariantClear(&value);
    return text;
}

bool GetBool(IAppHostElement *element, const WCHAR *name) {
    VARIANT value;
    VariantInit(&value);
    const bool isTrue = SUCCEEDED(GetProperty(element, name, VT_BOOL, &value)) && value.boolVal == VARIANT_TRUE;
    VariantClear(&value);
    return isTrue;
}

DWORD GetNumber(IAppHostElement *element, const WCHAR *name) {
    VARIANT value;
    VariantInit(&value);
    return SUCCEEDED(GetProperty(element, name, VT_UI4, &value)) ? value.ulVal : 0;
}

ULONGLONG GetTimeSpan(IAppHostElement *element, const WCHAR *name) {
    VARIANT value;
    VariantInit(&value);
    return SUCCEEDED(GetProperty(element, name, VT_UI8, &value)) ? value.ullVal : 0;
}

IAppHostElement *GetChild(IAppHostElement *element, const WCHAR *name) {
    IAppHostElement *child = nullptr;
    BSTR text = SysAllocString(name);
    element->GetElementByName(text, &child);
    SysFreeString(text);
    return child;
}

class Module final : public CHttpModule {
    std::string report;

    void Say(const std::string &name, const std::wstring &value) {
        report += name + "=" + std::string(value.begin(), value.end()) + "\n";
    }

    void SayPlace(const std::string &place, const WCHAR *path) {
        IAppHostElement *section = nullptr;
        BSTR name = SysAllocString(L"system.webServer/gate");
        BSTR where = SysAllocString(path);
        const HRESULT hr = server->GetAdminManager()->GetAdminSection(name, where, &section);
        SysFreeString(name);
        SysFreeString(where);
        if (FAILED(hr)) return;
        Say(place + " enabled", std::to_wstring(GetBool(section, L"enabled")));
        Say(place + " realm", GetString(section, L"realm"));
        Say(place + " limit", std::to_wstring(GetNumber(section, L"limit")));
        Say(place + " mode", std::to_wstring(GetNumber(section, L"mode")));
        Say(place + " verbs", std::to_wstring(GetNumber(section, L"verbs")));
        Say(place + " wait", std::to_wstring(GetTimeSpan(section, L"wait") / 10000));
        if (IAppHostElement *log = GetChild(section, L"log")) {
            Say(place + " log", GetString(log, L"path"));
            log->Release();
        }
        SayRules(place, section);
        SayAll(place, section);
        section->Release();
    }

    void SayRules(const std::string &place, IAppHostElement *section) {
        IAppHostElement *list = GetChild(section, L"rules");
        IAppHostElementCollection *rules = nullptr;
        list->get_Collection(&rules);
        list->Release();
        DWORD count = 0;
        rules->get_Count(&count);
        std::wstring names;
        for (DWORD i = 0; i < count; i++) {
            VARIANT index;
            VariantInit(&index);
            index.vt = VT_UI4;
            index.ulVal = i;
            IAppHostElement *rule = nullptr;
            if (FAILED(rules->get_Item(index, &rule))) continue;
            names += GetString(rule, L"name") + (GetBool(rule, L"allow") ? L"+ " : L"- ");
            rule->Release();
        }
        Say(place + " rules", names);
        VARIANT key;
        VariantInit(&key);
        key.vt = VT_BSTR;
        key.bstrVal = SysAllocString(L"guest");
        IAppHostElement *guest = nullptr;
        if (SUCCEEDED(rules->get_Item(key, &guest))) {
            Say(place + " guest", GetBool(guest, L"allow") ? L"in" : L"out");
            guest->Release();
        }
        VariantClear(&key);
        rules->Release();
    }

    // Every attribute with its metadata, and what the schema says of it.
    void SayAll(const std::string &place, IAppHostElement *section) {
        IAppHostPropertyCollection *properties = nullptr;
        section->get_Properties(&properties);
        DWORD count = 0;
        properties->get_Count(&count);
        std::wstring all;
        for (DWORD i = 0; i < count; i++) {
            VARIANT index, inherited;
            VariantInit(&index);
            VariantInit(&inherited);
            index.vt = VT_I2;
            index.iVal = static_cast<SHORT>(i);
            IAppHostProperty *property = nullptr;
            if (FAILED(properties->get_Item(index, &property))) continue;
            IAppHostPropertySchema *schema = nullptr;
            BSTR name = nullptr, type = nullptr, question = SysAllocString(L"isInheritedFromDefaultValue");
            property->get_Name(&name);
            property->get_Schema(&schema);
            property->GetMetadata(question, &inherited);
            schema->get_Type(&type);
            all += std::wstring(name) + L":" + type + (inherited.boolVal ? L" " : L"! ");
            SysFreeString(question);
            SysFreeString(name);
            SysFreeString(type);
            schema->Release();
            property->Release();
        }
        Say(place + " all", all);
        properties->Release();
        SaySchema(place, section);
    }

    void SaySchema(const std::string &place, IAppHostElement *section) {
        IAppHostElementSchema *schema = nullptr;
        IAppHostPropertySchemaCollection *properties = nullptr;
        IAppHostPropertySchema *mode = nullptr;
        IAppHostConstantValueCollection *values = nullptr;
        IAppHostConstantValue *value = nullptr;
        VARIANT index;
        VariantInit(&index);
        section->get_Schema(&schema);
        schema->get_PropertySchemas(&properties);
        index.vt = VT_BSTR;
        index.bstrVal = SysAllocString(L"mode");
        properties->get_Item(index, &mode);
        VariantClear(&index);
        mode->get_PossibleValues(&values);
        DWORD number = 0;
        values->get_Count(&number);
        Say(place + " modes", std::to_wstring(number));
        index.vt = VT_BSTR;
        index.bstrVal = SysAllocString(L"Shut");
        values->get_Item(index, &value);
        VariantClear(&index);
        value->get_Value(&number);
        Say(place + " shut", std::to_wstring(number));
        value->Release();
        values->Release();
        mode->Release();
        properties->Release();
        schema->Release();
    }

public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        SayPlace("one", L"MACHINE/WEBROOT/APPHOST/main/one");
        SayPlace("two", L"MACHINE/WEBROOT/APPHOST/main/two");
        SayPlace("mine", context->GetMetadata()->GetMetaPath());
        HTTP_DATA_CHUNK chunk = {};
        chunk.FromMemory.pBuffer = &report[0];
        chunk.FromMemory.BufferLength = static_cast<ULONG>(report.size());
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
        delete this;
    }
};

} // namespace

HRESULT RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *pServer) {
    server = pServer;
    return info->SetRequestNotifications(new Factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
