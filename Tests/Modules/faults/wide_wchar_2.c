/* Compiled with -fshort-wchar, or says so. */
#include "note.h"

NOTE(MODHOST_CONTRACT_MAJOR, MODHOST_CONTRACT_MINOR, 2, MODHOST_LANGUAGE_C, "");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
