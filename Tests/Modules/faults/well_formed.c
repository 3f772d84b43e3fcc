/* Nothing is wrong with this one: the other files differ from it by one fault each. */
#include "note.h"

NOTE(1, 0, 4, 1, "");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
