/* welcome.c - answers / with a page that lists the examples, and passes on every other request. */
#include <httpserv.h>
#include <string.h>

static const char page[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<title>modhost</title>\n"
    "<style>body { font: 100%/1.5 sans-serif; margin: 2em auto; max-width: 40em; padding: 0 1em }</style>\n"
    "</head>\n"
    "<body>\n"
    "<h1>modhost serves its examples</h1>\n"
    "<p>Each is a shared library, and its source is in the folder of that name in <code>Examples</code>.</p>\n"
    "<dl>\n"
    "<dt><code>hello-c</code></dt> <dd>answers <a href=\"/c\">/c</a>: a module in C</dd>\n"
    "<dt><code>hello-cpp</code></dt> <dd>answers <a href=\"/cpp\">/cpp</a>: a module in C++</dd>\n"
    "<dt><code>hello-swift</code></dt> <dd>answers <a href=\"/swift\">/swift</a>: a module in Swift</dd>\n"
    "<dt><code>echo-async-c</code></dt> <dd>sends back what is posted: <code>curl -d hello "
    "http://127.0.0.1:8080/echo</code></dd>\n"
    "<dt><code>echo-async-cpp</code></dt> <dd>the same in C++, at <code>/echo/cpp</code></dd>\n"
    "<dt><code>echo-async-swift</code></dt> <dd>the same in Swift, at <code>/echo/swift</code></dd>\n"
    "<dt><code>events-swift</code></dt> <dd>sends an event each second: <a href=\"/clock\">/clock</a> listens "
    "to it</dd>\n"
    "<dt><code>global-cpp</code></dt> <dd>counts the requests of the process: <a "
    "href=\"/status\">/status</a></dd>\n"
    "<dt><code>json-api-swift</code></dt> <dd>keeps <a href=\"/api/notes\">/api/notes</a>: <code>curl --json "
    "'{\"text\": \"buy milk\"}' http://127.0.0.1:8080/api/notes</code></dd>\n"
    "<dt><code>package-swift</code></dt> <dd>answers <a href=\"/greet\">/greet</a> in your language: a package "
    "of its own</dd>\n"
    "<dt><code>rate-limit-c</code></dt> <dd>answers <a href=\"/limited\">/limited</a>, unless you ask too "
    "often: reload it six times at once</dd>\n"
    "<dt><code>request-id-c</code></dt> <dd>answers nothing itself, but puts an <code>X-Request-Id</code> on "
    "each response</dd>\n"
    "<dt><code>request-timer-cpp</code></dt> <dd>answers nothing itself, but writes a line into the log for "
    "each request</dd>\n"
    "<dt><code>rewrite-body-cpp</code></dt> <dd>answers nothing itself, but has put in the last line of this "
    "page</dd>\n"
    "<dt><code>settings-c</code></dt> <dd>answers <a href=\"/settings/c\">/settings/c</a> with what it is configured "
    "to say</dd>\n"
    "<dt><code>settings-cpp</code></dt> <dd>answers <a href=\"/settings/cpp\">/settings/cpp</a> with what it is "
    "configured to say</dd>\n"
    "<dt><code>settings-swift</code></dt> <dd>answers <a href=\"/settings/swift\">/settings/swift</a> with what it is "
    "configured to say</dd>\n"
    "<dt><code>shout-c</code></dt> <dd>answers <a href=\"/shout/c?hello\">/shout/c</a> in capitals</dd>\n"
    "<dt><code>shout-cpp</code></dt> <dd>answers <a href=\"/shout/cpp?hello\">/shout/cpp</a> in capitals</dd>\n"
    "<dt><code>shout-swift</code></dt> <dd>answers <a href=\"/shout/swift?hello\">/shout/swift</a> in capitals</dd>\n"
    "<dt><code>visits-c</code></dt> <dd>counts: <a href=\"/visits/c\">/visits/c</a></dd>\n"
    "<dt><code>visits-cpp</code></dt> <dd>counts: <a href=\"/visits/cpp\">/visits/cpp</a></dd>\n"
    "<dt><code>visits-swift</code></dt> <dd>counts: <a href=\"/visits/swift\">/visits/swift</a></dd>\n"
    "<dt><code>welcome-c</code></dt> <dd>answers <a href=\"/\">/</a> with this page</dd>\n"
    "</dl>\n"
    "<p>Anything else, such as <a href=\"/nothing\">/nothing</a>, no module answers: 404.</p>\n"
    "</body>\n"
    "</html>\n";

static int is_get_or_head(IHttpRequest *request) {
    const char *method = IHttpRequest_GetHttpMethod(request);
    return method != NULL && (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0);
}

static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    static const char type[] = "text/html; charset=utf-8";
    IHttpRequest *request = IHttpContext_GetRequest(context);
    IHttpResponse *response = IHttpContext_GetResponse(context);
    const HTTP_COOKED_URL *url = &IHttpRequest_GetRawHttpRequest(request)->CookedUrl;
    HTTP_DATA_CHUNK chunk = {.FromMemory = {.pBuffer = (char *)page, .BufferLength = sizeof page - 1}};
    DWORD sent = 0;
    (void)self;
    if (url->AbsPathLength != sizeof(WCHAR) || url->pAbsPath[0] != L'/' || !is_get_or_head(request)) {
        return RQ_NOTIFICATION_CONTINUE;
    }
    IHttpResponse_SetStatus(response, 200, "OK", 0, S_OK, NULL, FALSE);
    IHttpResponse_SetHeaderByName(response, "Content-Type", type, sizeof type - 1, TRUE);
    /* The server leaves the body of an answer to HEAD out, and says how long it would be. */
    HRESULT hr = IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, FALSE, &sent, NULL);
    if (FAILED(hr)) {
        IHttpEventProvider_SetErrorStatus(provider, hr);
    }
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static void dispose(CHttpModule *self) {
    (void)self; /* one object serves all requests: nothing to free */
}

static const CHttpModuleVtbl module_table = {.OnExecuteRequestHandler = on_execute, .Dispose = dispose};
static CHttpModule module = {&module_table};

static HRESULT get_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self, (void)allocator;
    *out = &module;
    return S_OK;
}

static void terminate(IHttpModuleFactory *self) {
    (void)self;
}

static const IHttpModuleFactoryVtbl factory_table = {.GetHttpModule = get_module, .Terminate = terminate};
static IHttpModuleFactory factory = {&factory_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
