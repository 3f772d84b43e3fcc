// settings.cpp - answers /settings/cpp with what the section system.webServer/greeting says, as it is in force there.
#define _WINSOCKAPI_
#include <windows.h>
#include <sal.h>
#include <httpserv.h>
#include <string>

static const char SECTION[] = "system.webServer/greeting";

// Where sections come from; lives as long as the worker.
static IModuleConfigurationSource *g_source = nullptr;

// What the section says, as this module uses it.
struct Greeting {
    std::string text;
    LONGLONG times = 0;
    LONGLONG maxAge = 0; // in units of 100 nanoseconds

    // Asks anew for each request: other places may have other settings, and web.config files change.
    HRESULT Read(IHttpContext *pHttpContext) {
        IModuleConfiguration *section = nullptr;
        HRESULT hr = g_source->GetSectionFor(SECTION, pHttpContext, &section);
        if (FAILED(hr)) {
            return hr;
        }
        PCSTR value = nullptr; // the section's; valid until it is released
        hr = section->GetString("text", &value);
        if (SUCCEEDED(hr)) {
            text = value;
            hr = section->GetInt("times", &times);
        }
        if (SUCCEEDED(hr)) {
            hr = section->GetTimeSpan("maxAge", &maxAge);
        }
        section->Release();
        return hr;
    }
};

class CSettingsModule final : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS
    OnExecuteRequestHandler(IN IHttpContext *pHttpContext, IN IHttpEventProvider *pProvider) override {
        static const WCHAR path[] = L"/settings/cpp";
        const HTTP_COOKED_URL &url = pHttpContext->GetRequest()->GetRawHttpRequest()->CookedUrl;
        if (url.AbsPathLength != sizeof(path) - sizeof(*path)
            || wcsncmp(url.pAbsPath, path, url.AbsPathLength / sizeof(*path)) != 0) {
            return RQ_NOTIFICATION_CONTINUE;
        }
        Greeting greeting;
        HRESULT hr = greeting.Read(pHttpContext);
        if (SUCCEEDED(hr)) {
            hr = Answer(pHttpContext->GetResponse(), greeting);
        }
        if (FAILED(hr)) {
            pProvider->SetErrorStatus(hr);
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

    void Dispose() override {
        // One object serves all requests.
    }

private:
    static HRESULT Answer(IHttpResponse *pResponse, const Greeting &greeting) {
        std::string body;
        for (LONGLONG i = 0; i < greeting.times; i++) {
            body += greeting.text;
        }
        body += "\n";
        const std::string control = "max-age=" + std::to_string(greeting.maxAge / 10000000);
        pResponse->SetStatus(200, "OK");
        pResponse->SetHeader(HttpHeaderContentType, "text/plain; charset=utf-8", 25, TRUE);
        pResponse->SetHeader(HttpHeaderCacheControl, control.c_str(), static_cast<USHORT>(control.size()), TRUE);
        HTTP_DATA_CHUNK chunk;
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = body.data(); // copied by the host
        chunk.FromMemory.BufferLength = static_cast<ULONG>(body.size());
        DWORD cbSent = 0;
        return pResponse->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &cbSent);
    }
};

class CSettingsModuleFactory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **ppModule, IN IModuleAllocator *) override {
        *ppModule = &m_module;
        return S_OK;
    }

    void Terminate() override {
        delete this;
    }

private:
    CSettingsModule m_module;
};

// Whether the section has what this module reads, each of its kind: another schema may lie beside it.
static HRESULT CheckKinds(IModuleConfiguration *section) {
    const bool fits = section->GetKind("text") == MODHOST_VALUE_STRING && section->GetKind("times") == MODHOST_VALUE_INT
                      && section->GetKind("maxAge") == MODHOST_VALUE_TIMESPAN;
    return fits ? S_OK : HRESULT_FROM_WIN32(ERROR_INVALID_DATA);
}

// Finds the source of sections, and looks once whether the section is there and fits.
static HRESULT FindSettings(IHttpServer *pServer) {
    HRESULT hr = HttpGetExtendedInterface(pServer, pServer, &g_source);
    if (FAILED(hr)) {
        return hr;
    }
    IModuleConfiguration *section = nullptr;
    hr = g_source->GetSection(SECTION, "MACHINE/WEBROOT/APPHOST", &section);
    if (SUCCEEDED(hr)) {
        hr = CheckKinds(section);
        section->Release();
    }
    return hr;
}

HRESULT WINAPI RegisterModule(DWORD, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *pGlobalInfo) {
    HRESULT hr = FindSettings(pGlobalInfo);
    if (FAILED(hr)) {
        // An error that is traced here stands in the sentence that tells why the server does not start.
        pGlobalInfo->GetTraceContext()->QuickTrace(
            L"no schema that fits describes system.webServer/greeting; put settings-cpp_schema.yaml beside the module",
            nullptr, hr, HTTP_TRACE_LEVEL_ERROR);
        return hr;
    }
    return pModuleInfo->SetRequestNotifications(new CSettingsModuleFactory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
