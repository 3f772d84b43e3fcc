/* Compiled by a Swift that is not the host's. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_SWIFT, "5.10.1");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
