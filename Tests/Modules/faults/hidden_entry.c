/* The entry is there but not exported. */
#include "note.h"

NOTE(1, 0, 4, 1, "");

__attribute__((visibility("hidden"))) int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}

int something_else(void) {
    return RegisterModule(0, 0, 0);
}
