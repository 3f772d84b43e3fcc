/* tells_change.c - says on standard error where the configuration has changed. */
#include <httpserv.h>

#include <stdio.h>

static GLOBAL_NOTIFICATION_STATUS changed(CGlobalModule *self, IGlobalConfigurationChangeProvider *provider) {
    (void)self;
    fprintf(stderr, "changed %ls\n", IGlobalConfigurationChangeProvider_GetChangePath(provider));
    return GL_NOTIFICATION_CONTINUE;
}

static void terminate(CGlobalModule *self) {
    (void)self;
}

static const CGlobalModuleVtbl table = {.OnGlobalConfigurationChange = changed, .Terminate = terminate};
static CGlobalModule module = {&table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server;
    return IHttpModuleRegistrationInfo_SetGlobalNotifications(info, &module, GL_CONFIGURATION_CHANGE);
}
