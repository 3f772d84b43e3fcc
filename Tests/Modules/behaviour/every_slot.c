/*
 * Calls every slot of every object of the host. The calls themselves stand in every_slot_calls.h, which the test writes
 * from the contract: a function every_<interface> for each interface of the host's objects.
 */
#include "record.h"
static __thread char scratch[1 << 20];
static char text[70001];
static WCHAR wide_text[70001];
/* An object of the host that is none of the kind that is called. */
static void *other;

#include "every_slot_calls.h"

static IHttpServer *server_object;
static IHttpModuleRegistrationInfo *registration_object;

static BOOL is_quiet(IHttpContext *context) {
    return IHttpRequest_GetHeaderByName(IHttpContext_GetRequest(context), "X-Quiet", NULL) != NULL;
}

/* Every object that leads on from a section of the host's own; each is given back. */
static void every_configuration(IAppHostAdminManager *manager) {
    IAppHostElement *section = NULL, *child = NULL, *item = NULL, *value_section = NULL;
    IAppHostElementCollection *items = NULL;
    IAppHostChildElementCollection *children = NULL;
    IAppHostPropertyCollection *properties = NULL;
    IAppHostProperty *property = NULL;
    IAppHostPropertySchema *property_schema = NULL, *first = NULL;
    IAppHostConstantValueCollection *values = NULL;
    IAppHostConstantValue *value = NULL;
    IAppHostElementSchema *schema = NULL, *child_schema = NULL;
    IAppHostElementSchemaCollection *schemas = NULL;
    IAppHostPropertySchemaCollection *property_schemas = NULL;
    IAppHostCollectionSchema *items_schema = NULL;
    IAppHostPropertyException *exception = NULL;
    VARIANT zero = {.vt = VT_I4};
    WCHAR name[] = L"system.webServer/defaultDocument", place[] = L"MACHINE/WEBROOT/APPHOST";
    WCHAR wrong[] = L"MACHINE/WEBROOT/APPHOST/wrong", other_name[] = L"system.webServer/directoryBrowse";
    WCHAR flags[] = L"showFlags";
    every_IAppHostWritableAdminManager(manager);
    IAppHostAdminManager_GetAdminSection(manager, name, wrong, &section);
    IAppHostAdminManager_QueryInterface(manager, &IID_IAppHostConfigException, (PVOID *)&exception);
    every_IAppHostPropertyException(exception);
    IAppHostAdminManager_GetAdminSection(manager, name, place, &section);
    every_IAppHostElement(section);
    IAppHostElement_get_Properties(section, &properties);
    every_IAppHostPropertyCollection(properties);
    IAppHostElement_get_ChildElements(section, &children);
    every_IAppHostChildElementCollection(children);
    IAppHostChildElementCollection_get_Item(children, zero, &child);
    IAppHostElement_get_Collection(child, &items);
    every_IAppHostElementCollection(items);
    IAppHostElementCollection_get_Item(items, zero, &item);
    every_IAppHostElement(item);
    IAppHostElementCollection_get_Schema(items, &items_schema);
    every_IAppHostCollectionSchema(items_schema);
    IAppHostElement_get_Schema(section, &schema);
    every_IAppHostElementSchema(schema);
    IAppHostElementSchema_get_ChildElementSchemas(schema, &schemas);
    every_IAppHostElementSchemaCollection(schemas);
    IAppHostElementSchemaCollection_get_Item(schemas, zero, &child_schema);
    IAppHostElementSchema_get_PropertySchemas(schema, &property_schemas);
    every_IAppHostPropertySchemaCollection(property_schemas);
    IAppHostPropertySchemaCollection_get_Item(property_schemas, zero, &first);
    IAppHostAdminManager_GetAdminSection(manager, other_name, place, &value_section);
    IAppHostElement_GetPropertyByName(value_section, flags, &property);
    every_IAppHostProperty(property);
    IAppHostProperty_get_Schema(property, &property_schema);
    every_IAppHostPropertySchema(property_schema);
    IAppHostPropertySchema_get_PossibleValues(property_schema, &values);
    every_IAppHostConstantValueCollection(values);
    IAppHostConstantValueCollection_get_Item(values, zero, &value);
    every_IAppHostConstantValue(value);
    void *all[] = {exception,       section, properties, children,         child, items,    item,
                   items_schema,    schema,  schemas,    property_schemas, first, property, value_section,
                   property_schema, values,  value,      child_schema};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        IUnknown_Release(all[i]);
}

static void every_extension(void) {
    IModuleConfigurationSource *source = NULL;
    IModuleConfiguration *section = NULL;
    IHttpServer2_GetExtendedInterfaceByGuid(
        (IHttpServer2 *)server_object, &IID_IHttpServer, server_object, &IID_IModuleConfigurationSource,
        (PVOID *)&source);
    every_IModuleConfigurationSource(source);
    IModuleConfigurationSource_GetSection(
        source, "system.webServer/defaultDocument", "MACHINE/WEBROOT/APPHOST", &section);
    every_IModuleConfiguration(section);
    IModuleConfiguration_Release(section);
}

static REQUEST_NOTIFICATION_STATUS on_authenticate(CHttpModule *self, IHttpContext *c, IAuthenticationProvider *p) {
    (void)self;
    if (!is_quiet(c)) every_IAuthenticationProvider(p);
    return RQ_NOTIFICATION_CONTINUE;
}
static REQUEST_NOTIFICATION_STATUS on_map(CHttpModule *self, IHttpContext *c, IMapHandlerProvider *p) {
    (void)self;
    if (!is_quiet(c)) every_IMapHandlerProvider(p);
    return RQ_NOTIFICATION_CONTINUE;
}
static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *c, IHttpEventProvider *p) {
    (void)self, (void)p;
    if (is_quiet(c)) return RQ_NOTIFICATION_CONTINUE;
    IHttpContext_PostCompletion(c, 1);
    return RQ_NOTIFICATION_PENDING;
}
static REQUEST_NOTIFICATION_STATUS on_completion(
    CHttpModule *self, IHttpContext *c, DWORD n, BOOL post, IHttpEventProvider *p, IHttpCompletionInfo *info) {
    (void)self, (void)c, (void)n, (void)post, (void)p;
    every_IHttpCompletionInfo2(info);
    return RQ_NOTIFICATION_CONTINUE;
}
static REQUEST_NOTIFICATION_STATUS on_send(CHttpModule *self, IHttpContext *c, ISendResponseProvider *p) {
    (void)self;
    if (!is_quiet(c)) every_ISendResponseProvider(p);
    return RQ_NOTIFICATION_CONTINUE;
}
static REQUEST_NOTIFICATION_STATUS on_log(CHttpModule *self, IHttpContext *c, IHttpEventProvider *p) {
    (void)self;
    if (is_quiet(c)) return RQ_NOTIFICATION_CONTINUE;
    IHttpConnection *connection = IHttpContext_GetConnection(c);
    IHttpResponse *response = IHttpContext_GetResponse(c);
    every_IHttpEventProvider(p);
    every_IHttpUser(IHttpContext_GetUser(c));
    every_IHttpSite(IHttpContext_GetSite(c));
    every_IHttpApplication2(IHttpContext_GetApplication(c));
    every_IHttpUrlInfo(IHttpContext_GetUrlInfo(c));
    every_IReferencedMetadataInfo(IHttpContext_GetMetadata(c));
    every_IHttpTraceContext(IHttpContext_GetTraceContext(c));
    every_IHttpModuleContextContainer(IHttpContext_GetModuleContextContainer(c));
    every_INamedContextContainer(IHttpContext3_GetNamedContextContainer((IHttpContext3 *)c));
    every_IHttpConnectionModuleContextContainer(IHttpConnection_GetModuleContextContainer(connection));
    every_IHttpConnection(connection);
    every_IHttpPerfCounterInfo(IHttpServer_GetPerfCounterInfo(server_object));
    every_IDispensedHttpModuleContextContainer(IHttpServer_DispenseContainer(server_object));
    every_IHttpModuleRegistrationInfo2(registration_object);
    every_IHttpServer3(server_object);
    every_configuration(IHttpServer_GetAdminManager(server_object));
    every_extension();
    every_IHttpCachePolicy2(IHttpResponse_GetCachePolicy(response));
    every_IHttpRequest4(IHttpContext_GetRequest(c));
    every_IHttpResponse4(response);
    void *before = other;
    other = p;
    every_IHttpContext4(c);
    other = before;
    return RQ_NOTIFICATION_CONTINUE;
}
static void dispose(CHttpModule *self) {
    (void)self;
}

static const CHttpModuleVtbl module_table = {
    .OnAuthenticateRequest = on_authenticate,
    .OnMapRequestHandler = on_map,
    .OnExecuteRequestHandler = on_execute,
    .OnAsyncCompletion = on_completion,
    .OnSendResponse = on_send,
    .OnLogRequest = on_log,
    .Dispose = dispose,
};
static CHttpModule module = {&module_table};

static HRESULT get_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self;
    every_IModuleAllocator(allocator);
    *out = &module;
    return S_OK;
}
static void terminate(IHttpModuleFactory *self) {
    (void)self;
}
static const IHttpModuleFactoryVtbl factory_table = {.GetHttpModule = get_module, .Terminate = terminate};
static IHttpModuleFactory factory = {&factory_table};

static GLOBAL_NOTIFICATION_STATUS pre_begin(CGlobalModule *self, IPreBeginRequestProvider *provider) {
    (void)self;
    IHttpContext *context = IPreBeginRequestProvider_GetHttpContext(provider);
    other = context;
    if (!is_quiet(context)) every_IPreBeginRequestProvider(provider);
    return GL_NOTIFICATION_CONTINUE;
}
static GLOBAL_NOTIFICATION_STATUS start(CGlobalModule *self, IHttpApplicationProvider *provider) {
    (void)self;
    every_IHttpApplicationProvider(provider);
    return GL_NOTIFICATION_CONTINUE;
}
static GLOBAL_NOTIFICATION_STATUS stop(CGlobalModule *self, IGlobalStopListeningProvider *provider) {
    (void)self;
    every_IGlobalStopListeningProvider(provider);
    return GL_NOTIFICATION_CONTINUE;
}
static GLOBAL_NOTIFICATION_STATUS changed(CGlobalModule *self, IGlobalConfigurationChangeProvider *provider) {
    (void)self;
    every_IGlobalConfigurationChangeProvider(provider);
    return GL_NOTIFICATION_CONTINUE;
}
static void terminate_global(CGlobalModule *self) {
    (void)self;
}
static const CGlobalModuleVtbl global_table = {
    .OnGlobalPreBeginRequest = pre_begin,
    .OnGlobalApplicationStart = start,
    .OnGlobalStopListening = stop,
    .OnGlobalConfigurationChange = changed,
    .Terminate = terminate_global,
};
static CGlobalModule global = {&global_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version;
    record_open();
    memset(text, 'g', sizeof text - 1);
    wmemset(wide_text, L'g', sizeof wide_text / sizeof wide_text[0] - 1);
    other = server;
    server_object = server;
    registration_object = info;
    IHttpModuleRegistrationInfo_SetGlobalNotifications(
        info, &global, GL_PRE_BEGIN_REQUEST | GL_APPLICATION_START | GL_STOP_LISTENING | GL_CONFIGURATION_CHANGE);
    return IHttpModuleRegistrationInfo_SetRequestNotifications(
        info, &factory,
        RQ_AUTHENTICATE_REQUEST | RQ_MAP_REQUEST_HANDLER | RQ_EXECUTE_REQUEST_HANDLER | RQ_LOG_REQUEST
            | RQ_SEND_RESPONSE,
        0);
}
