/* The exported name belongs to a variable. */
#include "note.h"

TRUE_NOTE(MODHOST_LANGUAGE_C, "");

int RegisterModule = 1;
