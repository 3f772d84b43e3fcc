/* A program that exports the entry: still not a library. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}

int main(void) {
    return RegisterModule(0, 0, 0);
}
