/* reads_settings.c - reads the section system.webServer/gate by IModuleConfiguration, at places and for the request. */
#include "probe.h"

static IModuleConfigurationSource *source(void) {
    IHttpServer2 *server = NULL;
    IModuleConfigurationSource *found = NULL;
    IHttpServer_GetExtendedInterface(probe_server, HTTP_SERVER_INTERFACE_V2, (PVOID *)&server);
    HRESULT hr = IHttpServer2_GetExtendedInterfaceByGuid(
        server, &IID_IHttpServer, probe_server, &IID_IModuleConfigurationSource, (PVOID *)&found);
    if (FAILED(hr)) say_result("source", hr);
    return found;
}

static IModuleConfiguration *section_at(const char *path) {
    IModuleConfiguration *section = NULL;
    HRESULT hr = IModuleConfigurationSource_GetSection(source(), "system.webServer/gate", path, &section);
    if (FAILED(hr)) say_result(path, hr);
    return section;
}

static void say_values(const char *place, IModuleConfiguration *section) {
    static const char *const paths[] = {"enabled",      "realm",
                                        "limit",        "mode",
                                        "verbs",        "wait",
                                        "log/path",     "rules",
                                        "rules/0/name", "rules[name=ADMIN]/allow",
                                        "rules/7/name", "none",
                                        "log",          ""};
    char label[80];
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        PCSTR text = NULL;
        DWORD bytes = 0, count = 0;
        BOOL truth = FALSE;
        LONGLONG number = 0;
        snprintf(label, sizeof label, "%s %s", place, paths[i]);
        switch (IModuleConfiguration_GetKind(section, paths[i])) {
        case MODHOST_VALUE_NONE:
            say(label, "none");
            break;
        case MODHOST_VALUE_BOOL:
            IModuleConfiguration_GetBool(section, paths[i], &truth);
            say(label, "bool %d", truth);
            break;
        case MODHOST_VALUE_TIMESPAN:
            IModuleConfiguration_GetTimeSpan(section, paths[i], &number);
            say(label, "time %lld", (long long)number);
            break;
        case MODHOST_VALUE_STRING:
            IModuleConfiguration_GetString(section, paths[i], &text, &bytes);
            say(label, "text %s %u", text, bytes);
            break;
        case MODHOST_VALUE_LIST:
        case MODHOST_VALUE_ELEMENT:
            IModuleConfiguration_GetNames(section, paths[i], &text, &bytes);
            if (FAILED(IModuleConfiguration_GetCount(section, paths[i], &count)))
                say(label, "names %u first %s no items", bytes, text);
            else
                say(label, "names %u first %s items %u", bytes, text, count);
            break;
        default:
            IModuleConfiguration_GetInt(section, paths[i], &number);
            IModuleConfiguration_GetString(section, paths[i], &text, NULL);
            say(label, "number %lld %s", (long long)number, text);
        }
    }
    LONGLONG number = 7;
    snprintf(label, sizeof label, "%s wrong kind", place);
    say_result(label, IModuleConfiguration_GetInt(section, "realm", &number));
    PCSTR file = NULL;
    DWORD line = 0, column = 0;
    IModuleConfiguration_GetPlace(section, "realm", &file, &line, &column);
    snprintf(label, sizeof label, "%s place", place);
    say(label, "%s:%u:%u", file, line, column);
    IModuleConfiguration_GetPlace(section, "retries", &file, &line, NULL);
    snprintf(label, sizeof label, "%s other place", place);
    say(label, "%s:%u", file, line);
}

static void say_names(IModuleConfiguration *section) {
    say_text("item", IModuleConfiguration_GetElementName(section, "doors/0"));
    say_text("next item", IModuleConfiguration_GetElementName(section, "doors/1"));
    say_text("list", IModuleConfiguration_GetElementName(section, "rules"));
    say_text("section", IModuleConfiguration_GetElementName(section, ""));
    say_text("no element", IModuleConfiguration_GetElementName(section, "realm"));
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IModuleConfiguration *server = section_at("MACHINE/WEBROOT/APPHOST");
    IModuleConfiguration *same = section_at("MACHINE/WEBROOT/APPHOST/main/two");
    IModuleConfiguration *one = section_at("MACHINE/WEBROOT/APPHOST/main/one");
    IModuleConfiguration *below = section_at("MACHINE/WEBROOT/APPHOST/main/one/deep/er");
    IModuleConfiguration *mine = NULL, *none = NULL;
    say("same", "%d", server == same);
    say("other", "%d", server == one);
    say("below", "%d", one == below);
    say_values("server", server);
    say_values("one", one);
    say_names(server);
    say_result("mine", IModuleConfigurationSource_GetSectionFor(source(), "system.webServer/gate", context, &mine));
    if (mine != NULL) {
        PCSTR json = NULL;
        DWORD bytes = 0;
        IModuleConfiguration_GetJson(mine, &json, &bytes);
        say("length", "%d", strlen(json) == bytes);
        for (char *line = strtok(strdup(json), "\n"); line != NULL; line = strtok(NULL, "\n"))
            say("json", "%s", line);
        say_text("name", IModuleConfiguration_GetSectionName(mine));
        say("mine is one", "%d", mine == one);
        say_values("mine", mine);
        IModuleConfiguration_Release(mine);
    }
    say_result(
        "wrong", IModuleConfigurationSource_GetSection(
                     source(), "system.webServer/gate", "MACHINE/WEBROOT/APPHOST/main/wrong", &none));
    say_text("mistake", IModuleConfigurationSource_GetMistake(source()));
    say_result(
        "unknown",
        IModuleConfigurationSource_GetSection(source(), "gate", "MACHINE/WEBROOT/APPHOST/main/wrong", &none));
    say("no mistake", "%d", IModuleConfigurationSource_GetMistake(source())[0] == 0);
    IModuleConfiguration *all[] = {server, same, one, below};
    for (int i = 0; i < 4; i++)
        IModuleConfiguration_Release(all[i]);
    /* Too many, as a module does by mistake: others still have the section. */
    for (int i = 0; i < 4; i++)
        IModuleConfiguration_Release(one);
    LONGLONG kept = 0;
    IModuleConfiguration_GetInt(one, "limit", &kept);
    say("kept", "number %lld", (long long)kept);
}
