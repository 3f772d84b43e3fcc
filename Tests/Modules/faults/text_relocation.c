/* An address in the code that is known only when it is loaded. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

extern int puts(const char *);
__asm__(".text\n.balign 8\n.quad puts\n");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
