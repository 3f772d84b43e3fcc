/* On /boom it leaves a process behind, whose number it records and which lives for minutes, and uses a wrong address. */
#include "../crashes/module.h"

static void boom(void) {
    char text[32];
    pid_t child = fork();
    if (child == 0) {
        /* The output of the server is at its end when no process has it any more. */
        close(1);
        close(2);
        sleep(300);
        _exit(0);
    }
    snprintf(text, sizeof text, "%d", (int)child);
    record(text);
    *(volatile int *)0 = 1;
}
