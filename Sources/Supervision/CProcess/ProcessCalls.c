#define _GNU_SOURCE
#include "ProcessCalls.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int ProcessCalls_OpenPidfd(int32_t pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

char *const *ProcessCalls_Environment(void) {
    return environ;
}

const char *ProcessCalls_ExecutedName(void) {
    return (const char *)getauxval(AT_EXECFN);
}

int ProcessCalls_DuplicateFrom(int fd, int lowest) {
    return fcntl(fd, F_DUPFD_CLOEXEC, lowest);
}

int ProcessCalls_MakePipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0 ? 0 : errno;
}

int ProcessCalls_OpenFolder(const char *path) {
    return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

int ProcessCalls_CloseOnExec(int fd) {
    int flags = fcntl(fd, F_GETFD);
    return flags < 0 || fcntl(fd, F_SETFD, flags | FD_CLOEXEC) < 0 ? errno : 0;
}

int32_t ProcessCalls_ReapStranger(const int32_t *known, int count) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return 0;
    for (int index = 0; index < count; index++) {
        if (known[index] == info.si_pid) return 0;
    }
    return waitpid(info.si_pid, NULL, WNOHANG);
}

const char *ProcessCalls_SignalAbbreviation(int signal) {
    return sigabbrev_np(signal);
}

const char *ProcessCalls_ErrorText(int code) {
    return strerrordesc_np(code);
}

void ProcessCalls_NameThread(const char *name) {
    prctl(PR_SET_NAME, name);
}
