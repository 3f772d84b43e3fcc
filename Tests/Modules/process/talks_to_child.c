/* On /boom it forks a process that says something over a socket pair, and records whether that arrived. */
#include "../crashes/module.h"

#include <sys/socket.h>
#include <sys/wait.h>

static void boom(void) {
    char text[8] = "";
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return;
    pid_t child = fork();
    if (child == 0) {
        _exit(write(ends[1], "hello", 5) == 5 ? 0 : 1);
    }
    close(ends[1]);
    record(read(ends[0], text, sizeof text - 1) == 5 ? text : "nothing");
    close(ends[0]);
    waitpid(child, NULL, 0);
}
