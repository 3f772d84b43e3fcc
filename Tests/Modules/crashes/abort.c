/* Gives up by itself. */
#include "module.h"

static void boom(void) {
    abort();
}
