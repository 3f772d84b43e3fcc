/* The exported name belongs to a variable. */
#include "note.h"

NOTE(1, 0, 4, 1, "");

int RegisterModule = 1;
