/* authenticates.c - sets a user of its own in OnAuthenticateRequest if the request names one; counts its references. */
#include <httpserv.h>
#define PROBE_MASK (RQ_AUTHENTICATE_REQUEST | RQ_EXECUTE_REQUEST_HANDLER)
#define PROBE_REGISTER(info) (probe_table.OnAuthenticateRequest = on_authenticate, S_OK)
static REQUEST_NOTIFICATION_STATUS on_authenticate(CHttpModule *, IHttpContext *, IAuthenticationProvider *);
#include "probe.h"

typedef struct User {
    IHttpUser base;
    int references;
    WCHAR name[16];
} User;

static PCWSTR get_name(IHttpUser *self) {
    return ((User *)self)->name;
}
static PCWSTR get_type(IHttpUser *self) {
    return (void)self, L"Probe";
}
static PCWSTR get_password(IHttpUser *self) {
    return (void)self, L"";
}
static HANDLE get_token(IHttpUser *self) {
    return (void)self, NULL;
}
static BOOL supports_roles(IHttpUser *self) {
    return (void)self, FALSE;
}
static PVOID get_variable(IHttpUser *self, PCSTR name) {
    return (void)self, (void)name, NULL;
}

static HRESULT is_in_role(IHttpUser *self, PCWSTR role, BOOL *in) {
    (void)self, (void)role, (void)in;
    return E_NOTIMPL;
}

static void reference(IHttpUser *self) {
    ((User *)self)->references += 1;
}

static void dereference(IHttpUser *self) {
    User *user = (User *)self;
    if (--user->references > 0) return;
    record("user %ls gone", user->name);
    free(user);
}

static const IHttpUserVtbl user_table = {
    .GetRemoteUserName = get_name,
    .GetUserName = get_name,
    .GetAuthenticationType = get_type,
    .GetPassword = get_password,
    .GetImpersonationToken = get_token,
    .GetPrimaryToken = get_token,
    .ReferenceUser = reference,
    .DereferenceUser = dereference,
    .SupportsIsInRole = supports_roles,
    .IsInRole = is_in_role,
    .GetUserVariable = get_variable,
};

static void set_user(IAuthenticationProvider *provider, const char *name) {
    User *user = calloc(1, sizeof *user);
    user->base.lpVtbl = &user_table;
    user->references = 1;
    for (int i = 0; i < 15 && name[i] != 0; i++)
        user->name[i] = (WCHAR)name[i];
    IAuthenticationProvider_SetUser(provider, &user->base);
}

static REQUEST_NOTIFICATION_STATUS on_authenticate(
    CHttpModule *self, IHttpContext *context, IAuthenticationProvider *provider) {
    (void)self;
    IHttpRequest *request = IHttpContext_GetRequest(context);
    if (IHttpContext_GetUser(context) != NULL) record("a user before authentication");
    IAuthenticationProvider_SetUser(provider, NULL); /* leaves it to others */
    const char *first = IHttpRequest_GetHeaderByName(request, "X-First-User", NULL);
    const char *name = IHttpRequest_GetHeaderByName(request, "X-User", NULL);
    if (first != NULL) set_user(provider, first);
    if (name != NULL) set_user(provider, name);
    return RQ_NOTIFICATION_CONTINUE;
}

static void probe(IHttpContext *context, IHttpEventProvider *provider) {
    (void)provider;
    IHttpUser *user = IHttpContext_GetUser(context);
    PCSTR text = NULL;
    DWORD count = 0;
    say("user", "%d", user != NULL);
    say_wide("name", IHttpUser_GetUserName(user));
    say_wide("type", IHttpUser_GetAuthenticationType(user));
    IHttpUser_ReferenceUser(user);
    IHttpUser_DereferenceUser(user);
    IHttpContext_GetServerVariableA(context, "REMOTE_USER", &text, &count);
    say_text("variable", text);
    IHttpContext_GetServerVariableA(context, "AUTH_TYPE", &text, &count);
    say_text("type variable", text);
    BOOL in_role = 7;
    say_result("role", IHttpUser_IsInRole(user, L"anything", &in_role));
}
