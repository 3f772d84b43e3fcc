/*
 * ahadmin.h - the names of the configuration interfaces. The host hands out none of them yet.
 */
#ifndef AHADMIN_H
#define AHADMIN_H

#include "modhost/forward.h"

#ifdef __cplusplus
class IAppHostElement;
class IAppHostElementCollection;
class IAppHostChildElementCollection;
class IAppHostProperty;
class IAppHostPropertyCollection;
class IAppHostWritableAdminManager;
class IAppHostChangeHandler;
#else
typedef struct IAppHostElement IAppHostElement;
typedef struct IAppHostElementCollection IAppHostElementCollection;
typedef struct IAppHostChildElementCollection IAppHostChildElementCollection;
typedef struct IAppHostProperty IAppHostProperty;
typedef struct IAppHostPropertyCollection IAppHostPropertyCollection;
typedef struct IAppHostWritableAdminManager IAppHostWritableAdminManager;
typedef struct IAppHostChangeHandler IAppHostChangeHandler;
#endif

#endif /* AHADMIN_H */
