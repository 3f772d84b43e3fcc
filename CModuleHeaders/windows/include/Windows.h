/*
 * Windows.h - windows.h under the spelling that some sources use.
 */
#include "windows.h"
