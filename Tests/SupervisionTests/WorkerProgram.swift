import CSharedPage
import Glibc
import Supervision
import TestSupport

/// A worker written in C, compiled once per test process with the real CSharedPage sources.
///
/// Its first argument is a mode. Whatever the mode, it ends when its lifeline does, and after a minute at the latest.
/// In mode "serve" it reports ready and then obeys its lifeline and the bytes that arrive on descriptor 6.
enum WorkerProgram {
    static let path: String = {
        do {
            return try compile()
        } catch {
            return "/nonexistent/\(error)"
        }
    }()

    static func specification(
        _ mode: String, program: String = path, commands: Int32? = nil
    ) -> WorkerSpecification {
        WorkerSpecification(
            executable: program,
            arguments: [mode],
            descriptors: commands.map { [InheritedDescriptor(parent: $0, child: ControlDescriptors.firstFree)] } ?? []
        )
    }

    private static func compile() throws -> String {
        let sources = "\(Repository.root)/Sources/Supervision/CSharedPage"
        return try BuildCache.file("worker program", named: "worker") { output in
            let folder = try TemporaryFolder()
            let file = try folder.write(source, to: "worker.c")
            let words =
                [
                    "gcc", "-std=gnu11", "-g", "-O1", "-fno-omit-frame-pointer", "-I\(sources)/include", "-o", output,
                    file,
                ]
                + [
                    "SharedPage.c", "CrashHandler.c", "ForkedChild.c", "LoadedImages.c", "ProcessCalls.c",
                    "ProcessSignals.c",
                ].map { "\(sources)/\($0)" }
                + ["-pthread"]
            try FinishedProcess.succeeding(words, in: folder.path)
        }
    }

    private static let source = #"""
        #define _GNU_SOURCE
        #include "CSharedPage.h"
        #include <errno.h>
        #include <fcntl.h>
        #include <poll.h>
        #include <pthread.h>
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/wait.h>
        #include <unistd.h>

        enum { READINESS = 3, LIFELINE = 4, PAGE = 5, COMMANDS = 6 };

        static SharedPage *page;
        static BreadcrumbSlot *slot;
        static volatile int depth;
        static volatile int zero;

        static void say(const char *line) {
            if (write(READINESS, line, strlen(line)) < 0) _exit(9);
            close(READINESS);
        }

        static int overflow(int n) {
            volatile char block[4096];
            block[0] = (char)n;
            depth = overflow(n + 1) + block[0];
            return depth;
        }

        static void enter(uint32_t module, uint32_t notification, uint32_t isPost, uint64_t exchange) {
            const char *line = "GET /fall?\"over\" HTTP/1.1";
            Breadcrumb_Request(slot, 17, line, strlen(line));
            Breadcrumb_Enter(slot, module, notification, isPost, exchange);
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
            if (child == 0 && closes) _exit(fcntl(LIFELINE, F_GETFD) < 0 && fcntl(PAGE, F_GETFD) < 0 ? 1 : 7);
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
            if (pipe(ends) != 0 || SignalNotice_Install(ends[1], SIGTERM) != 0 || SignalIgnorance_Install(SIGINT) != 0) _exit(7);
            pid_t child = fork();
            if (child == 0) for (;;) pause();
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
            case 's': enter(2, 0x1, 0, 17); *(volatile int *)0x10 = 1; break;
            case 'n': enter(1, 0x80, 0, 17); Breadcrumb_Enter(slot, 2, 0x20000000, 0, 17); abort();
            case 'd': for (uint32_t n = 1; n < 12; n++) Breadcrumb_Enter(slot, n, 1, 0, 17); abort();
            case 'a': enter(1, BreadcrumbCallGetHttpModule, 0, 0); abort();
            case 'o': enter(2, 0x1, BreadcrumbIsPost, 17); overflow(1); break;
            case 'i': enter(2, 0x100, BreadcrumbIsGlobal, 18); __builtin_trap();
            case 'z': enter(3, 0x4, 0, 17); depth = 17 / zero; break;
            case 'x': *(volatile int *)0x10 = 1; break;
            case 't': enter(2, 0x1, 0, 17); pthread_create(&thread, NULL, crashOnAnotherThread, NULL); pause(); break;
            case 'k': enter(2, 0x1, 0, 17); kill(getpid(), SIGKILL); break;
            case 'e': enter(2, 0x1, 0, 17); exit(3);
            case 'q': exit(3);
            case 'f': enter(2, 0x1, 0, 17); forkAndCrash(); break;
            case 'b': enter(2, 0x1, 0, 17); forkAndComeBack(0); break;
            case 'c': enter(2, 0x1, 0, 17); forkAndComeBack(1); break;
            case 'T': enter(2, 0x1, 0, 17); forkAndTerminate(SIGTERM); break;
            case 'I': enter(2, 0x1, 0, 17); forkAndTerminate(SIGINT); break;
            case 'u': enter(2, 0x1, 0, 17); signal(SIGSEGV, SIG_DFL); *(volatile int *)0x10 = 1; break;
            case 'w': enter(2, 0x1, 0, 17); if (write(COMMANDS + 1, "w", 1) < 0) _exit(9); pause(); break;
            }
        }

        /* A stubborn worker takes no notice of being asked to end; the end of its supervisor ends it all the same. */
        static void serve(int obeysRequest) {
            say("ready\n");
            SharedPage_SetState(page, SharedPageStateServing);
            ForkedChild_Confine(page, READINESS, PAGE);
            struct pollfd entries[] = {{LIFELINE, POLLIN, 0}, {COMMANDS, POLLIN, 0}};
            for (;;) {
                if (poll(entries, 2, -1) < 0 && errno != EINTR) _exit(9);
                char command;
                if (entries[0].revents && (read(LIFELINE, &command, 1) != 1 || obeysRequest)) {
                    SharedPage_SetState(page, SharedPageStateStopped);
                    exit(0);
                }
                if ((entries[1].revents & POLLIN) && read(COMMANDS, &command, 1) == 1) obey(command);
                else if (entries[1].revents) entries[1].fd = -1;
            }
        }

        static void waitForLifeline(void) {
            struct pollfd entry = {LIFELINE, POLLIN, 0};
            while (poll(&entry, 1, -1) < 0) {}
            exit(0);
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
                if (sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_DFL)
                    fprintf(out, "changed %d\n", signal);
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
            if (strcmp(mode, "fail") == 0) { say("failed: module \"a\": a.so has no RegisterModule\n"); exit(1); }
            if (strcmp(mode, "fail-and-stay") == 0) {
                signal(SIGTERM, SIG_IGN);
                say("failed: module \"a\": waits for ever\n");
                waitForLifeline();
            }
            if (strcmp(mode, "silent") == 0) waitForLifeline();
            if (strcmp(mode, "mute-exit") == 0) exit(5);
            if (strcmp(mode, "crash-at-start") == 0) {
                Breadcrumb_Enter(slot, 1, BreadcrumbCallRegisterModule, 0, 0);
                abort();
            }
            if (strcmp(mode, "ready-and-die") == 0) { say("ready\n"); exit(3); }
            exit(9);
        }
        """#
}
