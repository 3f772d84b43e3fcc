// The border between modules and the host, as far as it must be C or C++: the shape of host objects, the check of every
// pointer that a module hands back, the guard around every call into a module, and the type_infos behind host tables.

#ifndef CMODULEBORDER_H
#define CMODULEBORDER_H

#include "FieldText.h"
#include "HostCell.h"
#include "HostMemory.h"
#include "ImageName.h"
#include "ModuleGuard.h"
#include "ModuleWalk.h"
#include "RawStructs.h"

#include "../Generated/HostKinds.h"
#include "../Generated/ModuleSlots.h"
#include "../Generated/type_infos.h"

#endif
