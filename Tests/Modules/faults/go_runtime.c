/* Stands for a module with the Go runtime in it: the section by which Go's own tools know their programs. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

__attribute__((section(".go.buildinfo"), used)) static const char information[32] = "\xff Go buildinf:";

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)version, (void)registration, (void)server;
    return 0;
}
