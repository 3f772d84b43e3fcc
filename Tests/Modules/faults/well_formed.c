/* Nothing is wrong with this one: the other files differ from it by one fault each. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
