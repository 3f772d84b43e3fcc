/* Needs more room on the stack than a thread has; each page is touched, so that the guard page is met. */
#include "module.h"

static void boom(void) {
    enum {
        size = 64 << 20,
        page = 4096
    };
    volatile char room[size];
    for (int at = size - page; at >= 0; at -= page)
        room[at] = 1;
}
