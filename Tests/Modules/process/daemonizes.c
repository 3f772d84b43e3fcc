/* On /boom it moves the process to the background. */
#define _DEFAULT_SOURCE
#include "../crashes/module.h"

static void boom(void) {
    if (daemon(0, 1) != 0) abort();
}
