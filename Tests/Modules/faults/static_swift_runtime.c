/* Stands for a Swift module linked with -static-stdlib: the runtime's functions are its own, and hidden. */
#include "note.h"

NOTE(1, 0, 4, 1, "");

__attribute__((visibility("hidden"))) void *swift_retain(void *object) {
    return object;
}

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)server;
    return swift_retain(registration) == 0;
}
