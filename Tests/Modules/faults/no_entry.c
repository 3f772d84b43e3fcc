/* A library, but not a module. */
#include "note.h"

NOTE(1, 0, 4, 1, "");

int register_module(void) {
    return 0;
}
