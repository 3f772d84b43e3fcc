#define _GNU_SOURCE
#include "LaunchState.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define MAIN_STACK_SIZE (8u * 1024u * 1024u)
#define THREAD_STACK_SIZE (1024u * 1024u)

static int argumentCount;
static char **argumentList;

/* glibc gives constructors what main gets. */
__attribute__((constructor)) static void noteArguments(int count, char **list) {
    argumentCount = count;
    argumentList = list;
}

int LaunchState_ArgumentCount(void) {
    return argumentList == NULL ? 0 : argumentCount;
}

const char *LaunchState_Argument(int index) {
    return index >= 0 && index < LaunchState_ArgumentCount() ? argumentList[index] : NULL;
}

void LaunchState_OpenStandardDescriptors(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
        int opened = open("/dev/null", O_RDWR);
        /* Without devices the number is held all the same: what is written there is an error and nothing worse. */
        if (opened < 0) opened = open("/", O_PATH);
        if (opened >= 0 && opened != fd) {
            dup2(opened, fd);
            close(opened);
        }
    }
}

static int isLeft(int signal) {
    switch (signal) {
    case SIGHUP:
    case SIGINT:
    case SIGQUIT:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
        return 1;
    default:
        return 0;
    }
}

void LaunchState_ResetSignals(void) {
    for (int signal = 1; signal <= SIGRTMAX; signal++) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        if (isLeft(signal) || sigaction(signal, NULL, &action) != 0 || action.sa_handler != SIG_IGN) continue;
        action.sa_handler = SIG_DFL;
        action.sa_flags = 0;
        sigaction(signal, &action, NULL);
    }
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
}

static void raiseLimit(__rlimit_resource_t resource, rlim_t wanted) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    setrlimit(resource, &limit);
}

void LaunchState_RaiseLimits(void) {
    raiseLimit(RLIMIT_NOFILE, RLIM_INFINITY);
    raiseLimit(RLIMIT_STACK, MAIN_STACK_SIZE);
    /* Threads get what the limit was when the process began. */
    pthread_attr_t attributes;
    size_t size = 0;
    if (pthread_getattr_default_np(&attributes) != 0) return;
    if (pthread_attr_getstacksize(&attributes, &size) == 0 && size < THREAD_STACK_SIZE
        && pthread_attr_setstacksize(&attributes, THREAD_STACK_SIZE) == 0) {
        pthread_setattr_default_np(&attributes);
    }
    pthread_attr_destroy(&attributes);
}
