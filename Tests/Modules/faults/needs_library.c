/* Needs whatever library it is linked with, and does nothing wrong itself. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

extern int neighbour_value(void);

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return neighbour_value();
}
