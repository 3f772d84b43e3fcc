#define _GNU_SOURCE
#include "ProcessSignals.h"

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int noticeDescriptor = -1;
/* The process whose handlers these are, and no child that it forks. */
static pid_t owner;

static int isOwner(void) {
    return getpid() == __atomic_load_n(&owner, __ATOMIC_RELAXED);
}

/* The default action comes as soon as the handler has returned, since the signal is blocked while it runs. */
static void haveDefault(int signal) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, NULL);
    raise(signal);
}

static void noteSignal(int signal) {
    int error = errno;
    if (!isOwner()) {
        haveDefault(signal);
    } else {
        unsigned char number = (unsigned char)signal;
        /* A full pipe already holds more notices than are needed. */
        ssize_t ignored = write(__atomic_load_n(&noticeDescriptor, __ATOMIC_RELAXED), &number, 1);
        (void)ignored;
    }
    errno = error;
}

static void ignoreSignal(int signal) {
    int error = errno;
    if (!isOwner()) haveDefault(signal);
    errno = error;
}

static int install(int signal, void (*handler)(int)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    __atomic_store_n(&owner, getpid(), __ATOMIC_RELAXED);
    return sigaction(signal, &action, NULL) == 0 ? 0 : errno;
}

int SignalNotice_Install(int fd, int signal) {
    __atomic_store_n(&noticeDescriptor, fd, __ATOMIC_RELAXED);
    return install(signal, noteSignal);
}

int SignalNotice_Restore(int signal) {
    return install(signal, noteSignal);
}

int IgnoredSignal_Install(int signal) {
    return install(signal, ignoreSignal);
}

void *ProcessSignals_Handler(int signal) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    if (sigaction(signal, NULL, &action) != 0) return NULL;
    return action.sa_flags & SA_SIGINFO ? (void *)action.sa_sigaction : (void *)action.sa_handler;
}

const char *ProcessSignals_HandlerFile(int signal) {
    void *handler = ProcessSignals_Handler(signal);
    Dl_info info;
    if (handler == NULL || handler == (void *)SIG_IGN || dladdr(handler, &info) == 0) return NULL;
    return info.dli_fname;
}

bool SignalNotice_IsInstalled(int signal) {
    return ProcessSignals_Handler(signal) == (void *)noteSignal;
}

bool IgnoredSignal_IsInstalled(int signal) {
    return ProcessSignals_Handler(signal) == (void *)ignoreSignal;
}
