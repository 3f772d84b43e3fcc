/* A library, but not a module. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

int register_module(void) {
    return 0;
}
