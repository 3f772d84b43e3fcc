/* Uses two functions that nothing defines. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

extern int nobody_defines_this(void);
extern int nor_this(void);

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return nobody_defines_this() + nor_this();
}
