/* Built for a later version of this contract. */
#include "note.h"

NOTE(1, 7, 4, 1, "");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
