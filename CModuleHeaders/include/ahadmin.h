/*
 * ahadmin.h - how a module reads the configuration: IAppHostAdminManager and what it leads to.
 *
 *     modhost/variant.h              BSTR and VARIANT
 *     modhost/configuration.h        the interfaces, generated from their description
 *     modhost/variant_functions.h    VariantClear, VariantChangeType and their like
 */
#ifndef AHADMIN_H
#define AHADMIN_H

#include "modhost/forward.h"
#include "modhost/variant.h"

#include "modhost/configuration.h"
#include "modhost/variant_functions.h"

#endif /* AHADMIN_H */
