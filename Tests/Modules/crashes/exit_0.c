/* Ends the process as if all were well. */
#include "module.h"

static void boom(void) {
    exit(0);
}
