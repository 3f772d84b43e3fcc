/*
 * Answers /WAY/WHAT with what a program prints that it starts in that way: system, popen, spawn, exec (after fork).
 * WHAT is `descriptors`, what each open descriptor of the program leads to, or `signals`, its masks from /proc.
 */
#define OWN_REGISTER_MODULE
#include "../crashes/module.h"
#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

static void boom(void) {}

/* The descriptors are listed by the shell itself, so that nothing else is open. */
static const char descriptors[] = "for n in 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24; do "
                                  "[ ! -e /proc/$$/fd/$n ] || readlink /proc/$$/fd/$n; done";
static const char signals[] = "exec grep -E '^Sig(Blk|Ign)' /proc/self/status";

static void run(const char *way, const char *program, const char *file) {
    char line[1000];
    char *arguments[] = {"sh", "-c", line, NULL};
    int status;
    snprintf(line, sizeof line, "exec >%s 2>/dev/null; %s", file, program);
    if (strcmp(way, "system") == 0) {
        status = system(line);
    } else if (strcmp(way, "popen") == 0) {
        FILE *pipe = popen(line, "r");
        if (pipe != NULL) pclose(pipe);
    } else if (strcmp(way, "spawn") == 0) {
        pid_t child;
        if (posix_spawn(&child, "/bin/sh", NULL, NULL, arguments, environ) == 0) waitpid(child, &status, 0);
    } else {
        pid_t child = fork();
        if (child == 0) {
            execv("/bin/sh", arguments);
            _exit(127);
        }
        waitpid(child, &status, 0);
    }
}

static REQUEST_NOTIFICATION_STATUS on_start(CHttpModule *self, IHttpContext *context, IHttpEventProvider *provider) {
    char target[200], file[] = "/tmp/modhost-started-XXXXXX", text[4000];
    const HTTP_REQUEST *request = IHttpRequest_GetRawHttpRequest(IHttpContext_GetRequest(context));
    if (request->RawUrlLength == 1) return on_execute(self, context, provider);
    snprintf(target, sizeof target, "%.*s", request->RawUrlLength, request->pRawUrl);
    char *way = strtok(target, "/"), *what = strtok(NULL, "/");
    int output = mkostemp(file, O_CLOEXEC);
    if (output < 0 || way == NULL || what == NULL) return RQ_NOTIFICATION_CONTINUE;
    run(way, strcmp(what, "signals") == 0 ? signals : descriptors, file);
    ssize_t length = read(output, text, sizeof text - 1);
    close(output);
    unlink(file);
    text[length > 0 ? length : 0] = 0;
    char *copy = IHttpContext_AllocateRequestMemory(context, (DWORD)strlen(text) + 8);
    sprintf(copy, "started\n%s", text);
    return answer(context, copy);
}

static const CHttpModuleVtbl start_table = {.OnExecuteRequestHandler = on_start, .Dispose = dispose};
static CHttpModule start_module = {&start_table};

static HRESULT get_start_module(IHttpModuleFactory *self, CHttpModule **out, IModuleAllocator *allocator) {
    (void)self, (void)allocator;
    *out = &start_module;
    return S_OK;
}

static const IHttpModuleFactoryVtbl start_factory_table = {.GetHttpModule = get_start_module, .Terminate = terminate};
static IHttpModuleFactory start_factory = {&start_factory_table};

HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    (void)version, (void)server, (void)subscribe;
    return IHttpModuleRegistrationInfo_SetRequestNotifications(info, &start_factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
