/* Built for a contract that is not this host's. */
#include "note.h"

NOTE(MODHOST_CONTRACT_MAJOR + 1, 0, __SIZEOF_WCHAR_T__, MODHOST_LANGUAGE_C, "");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
