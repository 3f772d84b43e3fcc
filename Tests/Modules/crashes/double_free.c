/* Gives memory back twice; the C library ends the process for it. */
#include "module.h"

static void boom(void) {
    void *volatile block = malloc(2000);
    free(block);
    free(block);
}
