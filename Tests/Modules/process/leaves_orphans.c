/* On each request it starts a program whose parent ends before it. */
#include <sys/prctl.h>
#include <sys/wait.h>

#include "../crashes/module.h"

static void boom(void) {
    pid_t child = fork();
    if (child == 0) {
        if (fork() == 0) {
            prctl(PR_SET_NAME, "orphan");
            _exit(0);
        }
        _exit(0);
    }
    waitpid(child, NULL, 0);
}
