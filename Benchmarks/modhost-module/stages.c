/* stages.c - a module that is called at each of the twelve stages, and answers at the one for it. */
#include "entry.h"

static REQUEST_NOTIFICATION_STATUS pass(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    (void)self, (void)context, (void)provider;
    return RQ_NOTIFICATION_CONTINUE;
}

static REQUEST_NOTIFICATION_STATUS authenticate(
    CHttpModule *self, IHttpContext *context, IAuthenticationProvider *provider) {
    (void)self, (void)context, (void)provider;
    return RQ_NOTIFICATION_CONTINUE;
}

static REQUEST_NOTIFICATION_STATUS map_handler(
    CHttpModule *self, IHttpContext *context, IMapHandlerProvider *provider) {
    (void)self, (void)context, (void)provider;
    return RQ_NOTIFICATION_CONTINUE;
}

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    (void)self, (void)provider;
    say_hello(context);
    return RQ_NOTIFICATION_CONTINUE; /* so that the stages after this one are run as well */
}

static const DWORD subscribed = RQ_BEGIN_REQUEST | RQ_AUTHENTICATE_REQUEST | RQ_AUTHORIZE_REQUEST
                                | RQ_RESOLVE_REQUEST_CACHE | RQ_MAP_REQUEST_HANDLER | RQ_ACQUIRE_REQUEST_STATE
                                | RQ_PRE_EXECUTE_REQUEST_HANDLER | RQ_EXECUTE_REQUEST_HANDLER | RQ_RELEASE_REQUEST_STATE
                                | RQ_UPDATE_REQUEST_CACHE | RQ_LOG_REQUEST | RQ_END_REQUEST;
static const CHttpModuleVtbl module_table = {
    .OnBeginRequest = pass,
    .OnAuthenticateRequest = authenticate,
    .OnAuthorizeRequest = pass,
    .OnResolveRequestCache = pass,
    .OnMapRequestHandler = map_handler,
    .OnAcquireRequestState = pass,
    .OnPreExecuteRequestHandler = pass,
    .OnExecuteRequestHandler = on_execute,
    .OnReleaseRequestState = pass,
    .OnUpdateRequestCache = pass,
    .OnLogRequest = pass,
    .OnEndRequest = pass,
    .Dispose = dispose,
};
