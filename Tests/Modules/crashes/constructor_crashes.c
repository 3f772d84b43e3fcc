/* Crashes in a constructor, before its RegisterModule is called. */
#include "module.h"

static void boom(void) {}

__attribute__((constructor)) static void construct(void) {
    *(volatile int *)NULL = 1;
}
