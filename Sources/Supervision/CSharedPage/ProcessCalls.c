#define _GNU_SOURCE
#include "ProcessCalls.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int ProcessCalls_OpenPidfd(int32_t pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

char *const *ProcessCalls_Environment(void) {
    return environ;
}

int ProcessCalls_DuplicateFrom(int fd, int lowest) {
    return fcntl(fd, F_DUPFD_CLOEXEC, lowest);
}

int ProcessCalls_MakePipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0 ? 0 : errno;
}

int ProcessCalls_AddCloseFrom(posix_spawn_file_actions_t *actions, int lowest) {
    return posix_spawn_file_actions_addclosefrom_np(actions, lowest);
}

int ProcessCalls_CloseOnExec(int fd) {
    int flags = fcntl(fd, F_GETFD);
    return flags < 0 || fcntl(fd, F_SETFD, flags | FD_CLOEXEC) < 0 ? errno : 0;
}

const char *ProcessCalls_SignalAbbreviation(int signal) {
    return sigabbrev_np(signal);
}

const char *ProcessCalls_ErrorText(int code) {
    return strerrordesc_np(code);
}

void ProcessCalls_NameThread(const char *name) {
    pthread_setname_np(pthread_self(), name);
}

static int noticeDescriptor = -1;

static void noteSignal(int signal) {
    int error = errno;
    unsigned char number = (unsigned char)signal;
    /* A full pipe already holds more notices than anyone needs. */
    ssize_t ignored = write(__atomic_load_n(&noticeDescriptor, __ATOMIC_RELAXED), &number, 1);
    (void)ignored;
    errno = error;
}

int SignalNotice_Install(int fd, int signal) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = noteSignal;
    action.sa_flags = SA_RESTART | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    __atomic_store_n(&noticeDescriptor, fd, __ATOMIC_RELAXED);
    return sigaction(signal, &action, NULL) == 0 ? 0 : errno;
}
