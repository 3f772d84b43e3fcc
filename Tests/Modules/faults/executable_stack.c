/* A nested function whose address is taken: gcc builds its trampoline on the stack and asks to execute it there. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

__attribute__((noinline)) static int call(int (*function)(void)) {
    return function();
}

int RegisterModule(unsigned version, void *registration, void *server) {
    volatile unsigned kept = version;
    int nested(void) {
        return (int)kept;
    }
    (void)registration, (void)server;
    return call(nested);
}
