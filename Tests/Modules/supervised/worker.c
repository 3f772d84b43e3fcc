/*
 * The worker that the tests of Supervision start. It loads no module: it says over its channel and in its shared page what a
 * worker says. Its first argument is a mode; bytes on descriptor 5 tell it what to do.
 */
#define _GNU_SOURCE
#include "CSharedPage.h"
#include "ForkedChild.h"
#include "MessageSocket.h"
#include "ProcessSignals.h"
#include "modhost/notifications.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    CHANNEL = 3,
    PAGE = 4,
    COMMANDS = 5
};
enum {
    CONFIGURATION = 1,
    REOPEN_LOGS = 2,
    END = 3,
    READY = 0x8001,
    FAILED = 0x8002
};

static SharedPage *page;
static BreadcrumbSlot *slot;
static volatile int depth;
static volatile int zero;

static void send16(int version, int kind, const char *text) {
    unsigned char message[65536] = {version & 0xFF, version >> 8, kind & 0xFF, kind >> 8};
    size_t count = strlen(text);
    memcpy(message + 4, text, count);
    if (send(CHANNEL, message, 4 + count, MSG_NOSIGNAL) < 0) _exit(9);
}

static void say(int kind, const char *text) {
    send16(1, kind, text);
}

/* The kind of the next message; 0 at the end of the channel. */
static int heard(void) {
    unsigned char message[8192];
    struct pollfd entry = {CHANNEL, POLLIN, 0};
    while (poll(&entry, 1, -1) < 0) {
    }
    ssize_t count = recv(CHANNEL, message, sizeof message, 0);
    return count < 4 ? 0 : message[2] | message[3] << 8;
}

static int overflow(int n) {
    volatile char block[4096];
    block[0] = (char)n;
    depth = overflow(n + 1) + block[0];
    return depth;
}

static void enter(uint32_t module, uint32_t notification, uint32_t flags, uint64_t exchange) {
    const char *line = "GET /fall?\"over\" HTTP/1.1";
    Breadcrumb_Request(slot, 17, line, strlen(line));
    Breadcrumb_Enter(slot, module, notification, flags, exchange);
}

static void *crashOnAnotherThread(void *unused) {
    (void)unused;
    CrashHandler_PrepareThread();
    SharedPage_ClaimSlot(page, BreadcrumbKindPool);
    *(volatile int *)0x10 = 1;
    return NULL;
}

static void forkAndCrash(void) {
    pid_t child = fork();
    if (child == 0) *(volatile int *)0x10 = 1;
    int status;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV) kill(getpid(), SIGKILL);
}

/* Exit code 1 of a child that comes back into the host becomes SIGKILL of this process, anything else exit code 7. */
static void forkAndComeBack(int closes) {
    pid_t child = fork();
    if (child == 0 && closes) _exit(fcntl(CHANNEL, F_GETFD) < 0 && fcntl(PAGE, F_GETFD) < 0 ? 1 : 7);
    if (child == 0) {
        Breadcrumb_Leave(slot);
        _exit(7);
    }
    int status;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 1) kill(getpid(), SIGKILL);
    _exit(7);
}

/* The child waits for a signal that this process has a handler for. */
static void forkAndTerminate(int signal) {
    int ends[2];
    if (pipe(ends) != 0 || SignalNotice_Install(ends[1], SIGTERM) != 0 || IgnoredSignal_Install(SIGINT) != 0) _exit(7);
    pid_t child = fork();
    if (child == 0)
        for (;;)
            pause();
    kill(child, signal);
    int status;
    waitpid(child, &status, 0);
    struct pollfd entry = {ends[0], POLLIN, 0};
    if (WIFSIGNALED(status) && WTERMSIG(status) == signal && poll(&entry, 1, 0) == 0) kill(getpid(), SIGKILL);
    _exit(7);
}

static void obey(char command) {
    pthread_t thread;
    switch (command) {
    case 's':
        enter(2, RQ_BEGIN_REQUEST, 0, 17);
        *(volatile int *)0x10 = 1;
        break;
    case 'n':
        enter(1, RQ_EXECUTE_REQUEST_HANDLER, 0, 17);
        Breadcrumb_Enter(slot, 2, RQ_SEND_RESPONSE, 0, 17);
        abort();
    case 'd':
        for (uint32_t n = 1; n < 12; n++)
            Breadcrumb_Enter(slot, n, RQ_BEGIN_REQUEST, 0, 17);
        abort();
    case 'a':
        enter(1, BreadcrumbCallGetHttpModule, 0, 0);
        abort();
    case 'o':
        enter(2, RQ_BEGIN_REQUEST, BreadcrumbIsPost, 17);
        overflow(1);
        break;
    case 'i':
        enter(2, GL_PRE_BEGIN_REQUEST, BreadcrumbIsGlobal, 18);
        __builtin_trap();
    case 'z':
        enter(3, RQ_AUTHORIZE_REQUEST, 0, 17);
        depth = 17 / zero;
        break;
    case 'x':
        *(volatile int *)0x10 = 1;
        break;
    case 't':
        enter(2, RQ_BEGIN_REQUEST, 0, 17);
        pthread_create(&thread, NULL, crashOnAnotherThread, NULL);
        pause();
        break;
    case 'k':
        enter(2, RQ_BEGIN_REQUEST, 0, 17);
        kill(getpid(), SIGKILL);
        break;
    case 'e':
        enter(2, RQ_BEGIN_REQUEST, 0, 17);
        exit(3);
    case 'q':
        exit(3);
    case 'f':
        enter(2, RQ_BEGIN_REQUEST, 0, 17);
        forkAndCrash();
        break;
    case 'b':
        enter(2, RQ_BEGIN_REQUEST, 0, 17);
        forkAndComeBack(0);
        break;
    case 'c':
        enter(2, RQ_BEGIN_REQUEST, 0, 17);
        forkAndComeBack(1);
        break;
    case 'T':
        enter(2, RQ_BEGIN_REQUEST, 0, 17);
        forkAndTerminate(SIGTERM);
        break;
    case 'I':
        enter(2, RQ_BEGIN_REQUEST, 0, 17);
        forkAndTerminate(SIGINT);
        break;
    case 'u':
        enter(2, RQ_BEGIN_REQUEST, 0, 17);
        signal(SIGSEGV, SIG_DFL);
        *(volatile int *)0x10 = 1;
        break;
    case 'w':
        enter(2, RQ_BEGIN_REQUEST, 0, 17);
        if (write(COMMANDS + 1, "w", 1) < 0) _exit(9);
        pause();
        break;
    }
}

/* A stubborn worker takes no notice of being asked to end; the end of its supervisor ends it all the same. */
static void serve(int obeysRequest) {
    say(READY, "");
    SharedPage_SetState(page, SharedPageStateServing);
    ForkedChild_Confine(page, CHANNEL, PAGE);
    struct pollfd entries[] = {{CHANNEL, POLLIN, 0}, {COMMANDS, POLLIN, 0}};
    for (;;) {
        if (poll(entries, 2, -1) < 0 && errno != EINTR) _exit(9);
        char command;
        int kind = entries[0].revents ? heard() : CONFIGURATION;
        if (kind == 0 || (kind == END && obeysRequest)) {
            SharedPage_SetState(page, SharedPageStateStopped);
            exit(0);
        }
        if (kind == REOPEN_LOGS && write(COMMANDS + 1, "r", 1) < 0) _exit(9);
        if ((entries[1].revents & POLLIN) && read(COMMANDS, &command, 1) == 1)
            obey(command);
        else if (entries[1].revents)
            entries[1].fd = -1;
    }
}

static void waitForEnd(void) {
    int kind;
    do
        kind = heard();
    while (kind != 0 && kind != END);
    SharedPage_SetState(page, SharedPageStateStopped);
    exit(0);
}

/* The configuration of this worker as the answer to a command. */
static void repeatConfiguration(void) {
    int file;
    bool isWhole;
    char message[16];
    struct pollfd entry = {CHANNEL, POLLIN, 0};
    while (poll(&entry, 1, -1) < 0) {
    }
    if (MessageSocket_Receive(CHANNEL, message, sizeof message, &file, &isWhole) != 4 || !isWhole) exit(7);
    ssize_t size = SealedFile_Size(file);
    char *bytes = malloc(size);
    if (size < 0 || pread(file, bytes, size, 0) != size || write(file, bytes, 1) >= 0) exit(6);
    dprintf(COMMANDS + 1, "%zd bytes, the last is %c", size, bytes[size - 1]);
    say(READY, "");
    waitForEnd();
}

/* Messages that the protocol does not allow, and a flood of one that it does. */
static void talkNonsense(const char *mode) {
    static char text[20000];
    memset(text, 'a', sizeof text - 1);
    int descriptor = open("/dev/null", O_RDONLY);
    if (strcmp(mode, "nonsense-version") == 0) send16(9, READY, "");
    if (strcmp(mode, "nonsense-kind") == 0) say(77, "");
    if (strcmp(mode, "nonsense-side") == 0) say(END, "");
    if (strcmp(mode, "nonsense-short") == 0 && send(CHANNEL, "ab", 2, 0) != 2) _exit(9);
    if (strcmp(mode, "nonsense-long") == 0) say(FAILED, text);
    if (strcmp(mode, "nonsense-surplus") == 0) say(READY, "x");
    if (strcmp(mode, "nonsense-descriptor") == 0) MessageSocket_Send(CHANNEL, "\1\0\1\200", 4, descriptor);
    if (strcmp(mode, "nonsense-flood") == 0 || strcmp(mode, "nonsense-repeated") == 0) {
        const char *message = strcmp(mode, "nonsense-flood") == 0 ? text : "\1\0\1\200";
        say(READY, "");
        SharedPage_SetState(page, SharedPageStateServing);
        while (MessageSocket_Send(CHANNEL, message, 4, -1) == 0) {
        }
    }
}

static void describe(void) {
    FILE *out = fdopen(COMMANDS + 1, "w");
    for (int fd = 0; fd < 1024; fd++) {
        struct pollfd entry = {fd, 0, 0};
        if (poll(&entry, 1, 0) >= 0 && !(entry.revents & POLLNVAL)) fprintf(out, "descriptor %d\n", fd);
    }
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    for (int signal = 1; signal < 32; signal++) {
        struct sigaction action;
        if (sigismember(&mask, signal)) fprintf(out, "blocked %d\n", signal);
        if (sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_DFL) fprintf(out, "changed %d\n", signal);
    }
    fprintf(out, "leads %d\n", getpgrp() == getpid());
    fprintf(out, "backtrace %s\n", getenv("SWIFT_BACKTRACE"));
    fprintf(out, "position %s\n", getenv("MODHOST_WORKER_POSITION"));
    fprintf(out, "colour %s\n", getenv("COLOUR"));
    fprintf(out, "path %d\n", getenv("PATH") != NULL);
    fclose(out);
    exit(0);
}

int main(int count, char **arguments) {
    const char *mode = count > 1 ? arguments[1] : "";
    alarm(600);
    if (strcmp(mode, "describe") == 0) describe();
    if (strcmp(mode, "echo") == 0 && count > 3) {
        dprintf(atoi(arguments[2]), "to the first argument");
        dprintf(atoi(arguments[3]), "to the second argument");
        exit(0);
    }
    page = SharedPage_Map(PAGE, 0);
    if (page == NULL || CrashHandler_Install(page) != 0 || CrashHandler_PrepareThread() != 0) exit(8);
    slot = SharedPage_ClaimSlot(page, BreadcrumbKindLoop);
    SharedPage_NoteImages(page);
    if (strcmp(mode, "serve") == 0) serve(1);
    if (strcmp(mode, "stubborn") == 0) serve(0);
    if (strcmp(mode, "fail") == 0) {
        say(FAILED, "module \"a\": a.so has no RegisterModule");
        exit(1);
    }
    if (strcmp(mode, "fail-and-stay") == 0) {
        signal(SIGTERM, SIG_IGN);
        say(FAILED, "module \"a\": waits for ever");
        waitForEnd();
    }
    if (strcmp(mode, "silent") == 0) waitForEnd();
    if (strcmp(mode, "configuration") == 0) repeatConfiguration();
    if (strncmp(mode, "nonsense", 8) == 0) {
        talkNonsense(mode);
        waitForEnd();
    }
    if (strcmp(mode, "mute-exit") == 0) exit(5);
    if (strcmp(mode, "crash-at-start") == 0) {
        Breadcrumb_Enter(slot, 1, BreadcrumbCallRegisterModule, 0, 0);
        abort();
    }
    if (strcmp(mode, "ready-and-die") == 0) {
        say(READY, "");
        exit(3);
    }
    exit(9);
}
