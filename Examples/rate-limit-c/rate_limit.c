/* rate_limit.c - lets each client have a few requests below /limited, then one a second, and refuses the others with 429. */
#include <httpserv.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define NANOSECONDS 1000000000ull
#define BURST 5              /* requests that a client may make at once */
#define INTERVAL NANOSECONDS /* what each costs it, in time */

enum {
    SET_COUNT = 1024,
    SET_SIZE = 4
};

/* What is known of a client. Time works off what it has used: at `free_at` it may make BURST requests again. */
typedef struct Client {
    uint64_t address; /* 0: the place is empty, or the client has no address */
    uint64_t free_at; /* nanoseconds on the clock of `now` */
} Client;

/* Clients by their addresses, SET_SIZE places for each value of the hash, so that no flood of addresses takes more memory.
 * The event loops and the threads of the pool share it. Nothing waits while it holds the lock, so a loop may take it. */
static Client table[SET_COUNT][SET_SIZE];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * NANOSECONDS + (uint64_t)time.tv_nsec;
}

static uint64_t number_of_ipv4(in_addr_t address) {
    return 0xFFFF00000000u | ntohl(address);
}

/* One number for an address: of IPv6 the first 64 bits, since the rest is the client's to choose. */
static uint64_t number_of(const struct sockaddr *address) {
    uint64_t number = 0;
    if (address != NULL && address->sa_family == AF_INET) {
        struct sockaddr_in internet;
        memcpy(&internet, address, sizeof internet);
        number = number_of_ipv4(internet.sin_addr.s_addr);
    } else if (address != NULL && address->sa_family == AF_INET6) {
        struct sockaddr_in6 internet;
        memcpy(&internet, address, sizeof internet);
        memcpy(&number, &internet.sin6_addr, sizeof number);
        if (IN6_IS_ADDR_V4MAPPED(&internet.sin6_addr)) { /* ::ffff:192.0.2.1, as a proxy may call a client */
            number = number_of_ipv4(internet.sin6_addr.s6_addr32[3]);
        }
    }
    return number;
}

/* The place of a client. A new one takes that of the client who is free first, mostly of one who is free by now: to
 * forget that changes nothing, and to forget another refuses nobody. */
static Client *place_of(uint64_t address) {
    Client *set = table[(address * 0x9E3779B97F4A7C15u >> 32) % SET_COUNT];
    Client *oldest = &set[0];
    for (int i = 0; i < SET_SIZE; i++) {
        if (set[i].address == address) {
            return &set[i];
        }
        if (set[i].free_at < oldest->free_at) {
            oldest = &set[i];
        }
    }
    *oldest = (Client){.address = address};
    return oldest;
}

/* Counts a request. Answers 0 if it may go on, else how many nanoseconds are left until it might. */
static uint64_t count(uint64_t address, uint64_t time) {
    const uint64_t allowed = (BURST - 1) * INTERVAL;
    uint64_t wait = 0;
    pthread_mutex_lock(&lock);
    Client *client = place_of(address);
    uint64_t used = client->free_at > time ? client->free_at - time : 0;
    if (used <= allowed) {
        client->free_at = time + used + INTERVAL;
    } else {
        wait = used - allowed;
    }
    pthread_mutex_unlock(&lock);
    return wait;
}

/* Whether the path is /limited or below it. */
static bool is_limited(IHttpContext *context) {
    static const WCHAR prefix[] = L"/limited";
    const size_t length = sizeof prefix / sizeof *prefix - 1;
    const HTTP_COOKED_URL *url = &IHttpRequest_GetRawHttpRequest(IHttpContext_GetRequest(context))->CookedUrl;
    size_t path_length = url->AbsPathLength / sizeof(WCHAR);
    return path_length >= length && wmemcmp(url->pAbsPath, prefix, length) == 0
           && (path_length == length || url->pAbsPath[length] == L'/');
}

static HRESULT refuse(IHttpResponse *response, uint64_t wait) {
    char seconds[24];
    int length = snprintf(seconds, sizeof seconds, "%llu", (unsigned long long)((wait - 1) / NANOSECONDS + 1));
    HRESULT hr = IHttpResponse_SetStatus(response, 429, "Too Many Requests", 0, S_OK, NULL, FALSE);
    return FAILED(hr) ? hr : IHttpResponse_SetHeaderByName(response, "Retry-After", seconds, (USHORT)length, TRUE);
}

/* Before all other work for the request. */
static REQUEST_NOTIFICATION_STATUS on_begin(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    (void)self;
    if (!is_limited(context)) {
        return RQ_NOTIFICATION_CONTINUE;
    }
    uint64_t wait = count(number_of(IHttpRequest_GetRemoteAddress(IHttpContext_GetRequest(context))), now());
    if (wait == 0) {
        return RQ_NOTIFICATION_CONTINUE;
    }
    HRESULT hr = refuse(IHttpContext_GetResponse(context), wait);
    if (FAILED(hr)) {
        IHttpEventProvider_SetErrorStatus(provider, hr);
    }
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

/* Something to be limited; a limiter of real pages leaves this to the modules that have them. */
static REQUEST_NOTIFICATION_STATUS on_execute(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    static char text[] = "Within the limit\n";
    IHttpResponse *response = IHttpContext_GetResponse(context);
    HTTP_DATA_CHUNK chunk = {.FromMemory = {.pBuffer = text, .BufferLength = sizeof text - 1}};
    DWORD sent = 0;
    (void)self;
    if (!is_limited(context)) {
        return RQ_NOTIFICATION_CONTINUE;
    }
    IHttpResponse_SetStatus(response, 200, "OK", 0, S_OK, NULL, FALSE);
    IHttpResponse_SetHeaderByName(response, "Content-Type", "text/plain", 10, TRUE);
    HRESULT hr = IHttpResponse_WriteEntityChunks(response, &chunk, 1, FALSE, FALSE, &sent, NULL);
    if (FAILED(hr)) {
        IHttpEventProvider_SetErrorStatus(provider, hr);
    }
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

static void dispose(CHttpModule *self) {
    (void)self; /* one object serves all requests: nothing to free */
}

static const CHttpModuleVtbl module_table = {
    .OnBeginRequest = on_begin,
    .OnExecuteRequestHandler = on_execute,
    .Dispose = dispose,
};
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
    const DWORD subscribed = RQ_BEGIN_REQUEST | RQ_EXECUTE_REQUEST_HANDLER;
    (void)version, (void)server;
    HRESULT hr = IHttpModuleRegistrationInfo_SetRequestNotifications(info, &factory, subscribed, 0);
    if (FAILED(hr)) {
        return hr;
    }
    /* A request that is refused should have cost nothing yet. */
    return IHttpModuleRegistrationInfo_SetPriorityForRequestNotification(info, RQ_BEGIN_REQUEST, PRIORITY_ALIAS_HIGH);
}
