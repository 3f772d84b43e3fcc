/* Two notes, of which the second does not fit. */
#include "note.h"

NOTE(1, 0, 4, 1, "");
NOTE(3, 1, 4, 1, "");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
