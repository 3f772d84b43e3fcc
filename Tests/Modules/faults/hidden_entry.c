/* The entry is there but not exported. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

__attribute__((visibility("hidden"))) int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}

int something_else(void) {
    return RegisterModule(0, 0, 0);
}
