/* Two notes, of which the second does not fit. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");
NOTE(MODHOST_CONTRACT_MAJOR + 2, 1, __SIZEOF_WCHAR_T__, MODHOST_LANGUAGE_C, "");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
