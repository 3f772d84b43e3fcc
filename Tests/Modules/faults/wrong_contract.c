/* Built for a contract that is not this host's. */
#include "note.h"

NOTE(2, 0, 4, 1, "");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
