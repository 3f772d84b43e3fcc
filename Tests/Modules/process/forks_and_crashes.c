/* On /boom it leaves a process behind that lives for a while, and uses an address that it may not. */
#include "../crashes/module.h"

static void boom(void) {
    if (fork() == 0) {
        /* The output of the server is at its end when nobody has it any more. */
        close(1);
        close(2);
        sleep(60);
        _exit(0);
    }
    *(volatile int *)0 = 1;
}
