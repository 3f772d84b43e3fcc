/* Needs whatever library it is linked with, and does nothing wrong itself. */
#include "note.h"

NOTE(1, 0, 4, 1, "");

extern int neighbour_value(void);

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return neighbour_value();
}
