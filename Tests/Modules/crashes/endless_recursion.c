/* Calls itself for ever. */
#include "module.h"

static int deeper(volatile int *above) {
    volatile int here = *above + 1;
    return deeper(&here) + here;
}

static void boom(void) {
    volatile int start = 0;
    deeper(&start);
}
