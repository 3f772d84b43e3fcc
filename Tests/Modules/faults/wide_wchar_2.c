/* Compiled with -fshort-wchar, or says so. */
#include "note.h"

NOTE(1, 0, 2, 1, "");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
