/* Built for a later version of this contract. */
#include "note.h"

NOTE(MODHOST_CONTRACT_MAJOR, MODHOST_CONTRACT_MINOR + 7, __SIZEOF_WCHAR_T__, MODHOST_LANGUAGE_C, "");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
