/* Compiled by a Swift that is not the host's. */
#include "note.h"

NOTE(1, 0, 4, 3, "5.10.1");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
