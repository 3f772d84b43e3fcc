/* Writes where nothing is. */
#include "module.h"

static void boom(void) {
    *(volatile int *)NULL = 1;
}
