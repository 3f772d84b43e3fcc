/* Stands for a Swift module linked with -static-stdlib: the runtime's functions are its own, and hidden. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

__attribute__((visibility("hidden"))) void *swift_retain(void *object) {
    return object;
}

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)server;
    return swift_retain(registration) == 0;
}
