/* On /boom it closes the lowest descriptor that is not its own: the worker's channel to the supervisor. */
#include "../crashes/module.h"

static void boom(void) {
    close(3);
}
