/*
 * initguid.h - included by sources before the header whose GUIDs they want defined. Here DEFINE_GUID always defines.
 */
#ifndef MODHOST_INITGUID_H
#define MODHOST_INITGUID_H

#define INITGUID

#include "modhost/types.h"

#endif /* MODHOST_INITGUID_H */
