#define _GNU_SOURCE
#include "ProcessSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Start {
    int program;
    char *const *arguments;
    char *const *environment;
    const int *sources;
    const int *targets;
    int count;
} Start;

int ProcessSpawn_OpenSelf(void) {
    return open("/proc/self/exe", O_PATH | O_CLOEXEC);
}

int ProcessSpawn_OpenProgram(const char *path) {
    return open(path, O_PATH | O_CLOEXEC);
}

static void resetSignals(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    for (int signal = 1; signal <= SIGRTMAX; signal++)
        sigaction(signal, &action, NULL);
    /* It may be sent to all processes of a name, and would end one that has not begun to catch it. The program lets it through. */
    sigset_t late;
    sigemptyset(&late);
    sigaddset(&late, SIGUSR1);
    sigprocmask(SIG_SETMASK, &late, NULL);
}

static int isTarget(const Start *start, int fd) {
    for (int index = 0; index < start->count; index++) {
        if (start->targets[index] == fd) return 1;
    }
    return 0;
}

/* Returns the number under which the program is open now, or -1 with errno. */
static int arrangeDescriptors(const Start *start) {
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null < 0) return -1;
    if (null == STDIN_FILENO ? fcntl(null, F_SETFD, 0) < 0 : dup2(null, STDIN_FILENO) < 0) return -1;
    int last = STDERR_FILENO;
    for (int index = 0; index < start->count; index++) {
        if (dup2(start->sources[index], start->targets[index]) < 0) return -1;
        if (start->targets[index] > last) last = start->targets[index];
    }
    int program = last + 1;
    if (start->program != program && dup3(start->program, program, O_CLOEXEC) < 0) return -1;
    for (int fd = STDERR_FILENO + 1; fd < program; fd++) {
        if (!isTarget(start, fd)) close(fd);
    }
    /* Before Linux 5.9 there is no such call, and close-on-exec has to do: all that the host opens has it. */
    return close_range((unsigned)program + 1, ~0u, 0) < 0 && errno != ENOSYS ? -1 : program;
}

/* The child has the memory of its parent until it executes the program: it calls the system and nothing else, and returns only
 * with what went wrong. */
static int run(const Start *start) {
    setpgid(0, 0);
    int program = arrangeDescriptors(start);
    if (program < 0) return errno;
    resetSignals();
    execveat(program, "", start->arguments, start->environment, AT_EMPTY_PATH);
    return errno;
}

__attribute__((noinline)) static pid_t forkAndRun(const Start *start, volatile int *error) {
    pid_t child = vfork();
    if (child == 0) {
        *error = run(start);
        _exit(127);
    }
    if (child < 0) *error = errno;
    return child;
}

int ProcessSpawn_Start(
    int program, char *const *arguments, char *const *environment, const int *sources, const int *targets, int count,
    int32_t *pid) {
    Start start = {program, arguments, environment, sources, targets, count};
    volatile int error = 0;
    /* No handler may run in the child, which would be in the parent's memory. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t child = forkAndRun(&start, &error);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (child > 0 && error != 0) waitpid(child, NULL, 0);
    if (error != 0) return error;
    *pid = child;
    return 0;
}
