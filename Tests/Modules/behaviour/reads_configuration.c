/*
 * reads_configuration.c - reads the section system.webServer/gate at two places, in C, by the interfaces that IIS has for it:
 * in RegisterModule, whose findings go to the record, and for each request.
 */
#define PROBE_REGISTER(info) read_at_start()
static int read_at_start(void);
#include "probe.h"

static IAppHostAdminManager *manager(void) {
    return IHttpServer_GetAdminManager(probe_server);
}

static HRESULT get_section(const WCHAR *name, const WCHAR *path, IAppHostElement **out) {
    BSTR section = SysAllocString(name), place = SysAllocString(path);
    HRESULT hr = IAppHostAdminManager_GetAdminSection(manager(), section, place, out);
    SysFreeString(section);
    SysFreeString(place);
    return hr;
}

/* The value of an attribute: its type and what it is, as the tests write it. */
static void say_property(const char *place, IAppHostElement *element, const WCHAR *name, const char *label) {
    BSTR key = SysAllocString(name);
    IAppHostProperty *property = NULL;
    HRESULT hr = IAppHostElement_GetPropertyByName(element, key, &property);
    char line[80];
    SysFreeString(key);
    snprintf(line, sizeof line, "%s %s", place, label);
    if (FAILED(hr)) {
        say_result(line, hr);
        return;
    }
    VARIANT value;
    BSTR text = NULL;
    VariantInit(&value);
    hr = IAppHostProperty_get_Value(property, &value);
    if (SUCCEEDED(hr)) hr = IAppHostProperty_get_StringValue(property, &text);
    VARTYPE type = V_VT(&value);
    if (SUCCEEDED(hr)) hr = VariantChangeType(&value, &value, VARIANT_ALPHABOOL, VT_BSTR);
    if (SUCCEEDED(hr)) {
        char wide[400], narrow[400];
        snprintf(wide, sizeof wide, "%ls", V_BSTR(&value));
        snprintf(narrow, sizeof narrow, "%ls", text != NULL ? text : L"(null)");
        say(line, "%d %s (%s)", type, wide, narrow);
    } else {
        say_result(line, hr);
    }
    SysFreeString(text);
    VariantClear(&value);
    IAppHostProperty_Release(property);
}

static IAppHostElementCollection *rules_of(IAppHostElement *section) {
    BSTR name = SysAllocString(L"rules");
    IAppHostElement *rules = NULL;
    IAppHostElementCollection *collection = NULL;
    if (SUCCEEDED(IAppHostElement_GetElementByName(section, name, &rules))) {
        IAppHostElement_get_Collection(rules, &collection);
        /* The collection lives on without its element. */
        IAppHostElement_Release(rules);
    }
    SysFreeString(name);
    return collection;
}

static void say_rules(const char *place, IAppHostElement *section) {
    IAppHostElementCollection *rules = rules_of(section);
    DWORD count = 0;
    char label[80];
    IAppHostElementCollection_get_Count(rules, &count);
    snprintf(label, sizeof label, "%s rules", place);
    say(label, "%u", count);
    VARIANT index;
    VariantInit(&index);
    for (DWORD i = 0; i < count; i++) {
        IAppHostElement *rule = NULL;
        V_VT(&index) = VT_UI4;
        V_UI4(&index) = i;
        if (SUCCEEDED(IAppHostElementCollection_get_Item(rules, index, &rule))) {
            snprintf(label, sizeof label, "rule %u", i);
            say_property(place, rule, L"name", label);
            IAppHostElement_Release(rule);
        }
    }
    IAppHostElement *rule = NULL;
    V_VT(&index) = VT_BSTR;
    V_BSTR(&index) = SysAllocString(L"ADMIN");
    snprintf(label, sizeof label, "%s by key", place);
    say_result(label, IAppHostElementCollection_get_Item(rules, index, &rule));
    if (rule != NULL) {
        say_property(place, rule, L"allow", "allow");
        IAppHostElement_Release(rule);
    }
    VariantClear(&index);
    V_VT(&index) = VT_I4;
    V_I4(&index) = -1;
    snprintf(label, sizeof label, "%s beyond", place);
    say_result(label, IAppHostElementCollection_get_Item(rules, index, &rule));
    snprintf(label, sizeof label, "%s no rule", place);
    say(label, "%d", rule == NULL);
    IAppHostElementCollection_Release(rules);
}

static void say_place(const char *place, const WCHAR *path) {
    IAppHostElement *section = NULL, *log = NULL;
    HRESULT hr = get_section(L"system.webServer/gate", path, &section);
    if (FAILED(hr)) {
        say_result(place, hr);
        return;
    }
    say_property(place, section, L"enabled", "enabled");
    say_property(place, section, L"realm", "realm");
    say_property(place, section, L"retries", "retries");
    say_property(place, section, L"limit", "limit");
    say_property(place, section, L"large", "large");
    say_property(place, section, L"mode", "mode");
    say_property(place, section, L"verbs", "verbs");
    say_property(place, section, L"wait", "wait");
    say_property(place, section, L"none", "none");
    if (SUCCEEDED(IAppHostElement_GetElementByName(section, L"log", &log))) {
        say_property(place, log, L"path", "log");
        IAppHostElement_Release(log);
    }
    say_rules(place, section);
    IAppHostElement_Release(section);
}

static void say_exception(void) {
    IAppHostElement *section = NULL;
    IAppHostConfigException *exception = NULL;
    BSTR file = NULL, sentence = NULL;
    ULONG line = 0;
    say_result("wrong", get_section(L"system.webServer/gate", L"MACHINE/WEBROOT/APPHOST/main/wrong", &section));
    say_result(
        "exception", IAppHostAdminManager_QueryInterface(manager(), &IID_IAppHostConfigException, (PVOID *)&exception));
    if (exception != NULL) {
        IAppHostConfigException_get_LineNumber(exception, &line);
        IAppHostConfigException_get_FileName(exception, &file);
        IAppHostConfigException_get_ErrorString(exception, &sentence);
        say("line", "%u", line);
        say_wide("file", file);
        say_wide("sentence", sentence);
        SysFreeString(file);
        SysFreeString(sentence);
        IAppHostConfigException_Release(exception);
    }
    if (SUCCEEDED(get_section(L"system.webServer/gate", L"MACHINE/WEBROOT/APPHOST", &section))) {
        IAppHostElement_Release(section);
    }
    say_result(
        "no exception",
        IAppHostAdminManager_QueryInterface(manager(), &IID_IAppHostConfigException, (PVOID *)&exception));
}

/* What ends an object: one reference too many, and calls after the last one. */
static void say_counts(void) {
    IAppHostElement *section = NULL, *same = NULL, *none = NULL;
    BSTR name = NULL;
    get_section(L"system.webServer/gate", L"MACHINE/WEBROOT/APPHOST", &section);
    say("added", "%u", IAppHostElement_AddRef(section));
    say_result("query", IAppHostElement_QueryInterface(section, &IID_IUnknown, (PVOID *)&same));
    say("same", "%d", same == section);
    say_result("unrelated", IAppHostElement_QueryInterface(section, &IID_IAppHostProperty, (PVOID *)&none));
    say("released", "%u", IAppHostElement_Release(section) + IAppHostElement_Release(section));
    say("last", "%u", IAppHostElement_Release(section));
    say("too many", "%u", IAppHostElement_Release(section));
    say("gone added", "%u", IAppHostElement_AddRef(section));
    say_result("gone", IAppHostElement_get_Name(section, &name));
    say_result("write", IAppHostWritableAdminManager_CommitChanges((IAppHostWritableAdminManager *)manager()));
    say("manager", "%d", IAppHostAdminManager_Release(manager()) > 0 && IAppHostAdminManager_Release(manager()) > 0);
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)context, (void)provider;
    IAppHostElement *element = NULL;
    say_place("server", L"MACHINE/WEBROOT/APPHOST");
    say_place("one", L"machine/webroot/apphost/Main/one/deeper");
    say_place("two", L"MACHINE/WEBROOT/APPHOST/main/two");
    say_result("no section", get_section(L"system.webServer/none", L"MACHINE/WEBROOT/APPHOST", &element));
    say_result("no place", get_section(L"system.webServer/gate", L"MACHINE/WEBROOT", &element));
    say_result("nothing", get_section(NULL, NULL, &element));
    say_exception();
    say_counts();
}

static int read_at_start(void) {
    report_length = 0;
    say_place("start", L"MACHINE/WEBROOT/APPHOST");
    for (char *line = strtok(report, "\n"); line != NULL; line = strtok(NULL, "\n"))
        record("%s", line);
    return S_OK;
}
