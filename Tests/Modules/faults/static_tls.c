/* Thread-local variables that must have their place when a thread is born: more than the process keeps free. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

#ifndef SIZE
#define SIZE (1 << 20)
#endif

static __thread char reserve[SIZE] __attribute__((tls_model("initial-exec")));

int RegisterModule(unsigned version, void *registration, void *server) {
    (void)registration, (void)server;
    return reserve[version % SIZE]++;
}
