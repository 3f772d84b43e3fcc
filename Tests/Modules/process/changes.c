/*
 * Its RegisterModule changes what the command line names: FOLDER, UMASK, MASK, SIGTERM_TAKEN, SIGPIPE_IGNORED,
 * SIGCHLD_IGNORED, FILES, OUTPUT_CLOSED or CRASHES. On /boom it uses an address that it may not. /later changes the working folder and takes SIGTERM,
 * /blocks blocks all signals on its thread, and /closes closes standard output.
 */
#define OWN_REGISTER_MODULE
#include "../crashes/module.h"
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void on_signal(int number) {
    signal(number, SIG_DFL);
    raise(number);
}

static void boom(void) {
    *(volatile int *)0 = 1;
}

static void change(void) {
#ifdef FOLDER
    if (chdir("/") != 0) abort();
#endif
#ifdef UMASK
    umask(0077);
#endif
#ifdef MASK
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, NULL);
#endif
#ifdef SIGTERM_TAKEN
    signal(SIGTERM, on_signal);
#endif
#ifdef SIGPIPE_IGNORED
    signal(SIGPIPE, SIG_IGN);
#endif
#ifdef SIGCHLD_IGNORED
    signal(SIGCHLD, SIG_IGN);
#endif
#ifdef OUTPUT_CLOSED
    close(1);
#endif
#ifdef FILES
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = 16;
    setrlimit(RLIMIT_NOFILE, &limit);
#endif
#ifdef CRASHES
    signal(SIGSEGV, on_signal);
#endif
}

static REQUEST_NOTIFICATION_STATUS on_later(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    if (path_is(context, L"/blocks")) {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, NULL);
    }
    if (path_is(context, L"/closes")) close(1);
    if (path_is(context, L"/later")) {
        signal(SIGTERM, on_signal);
        if (chdir("/") != 0) abort();
    }
    return on_execute(self, context, provider);
}

static const CHttpModuleVtbl later_table = {.OnExecuteRequestHandler = on_later, .Dispose = dispose};
static CHttpModule later_module = {&later_table};

static HRESULT get_later_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self, (void)allocator;
    *out = &later_module;
    return S_OK;
}

static const IHttpModuleFactoryVtbl later_factory_table = {.GetHttpModule = get_later_module, .Terminate = terminate};
static IHttpModuleFactory later_factory = {&later_factory_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server, (void)subscribe;
    change();
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &later_factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
