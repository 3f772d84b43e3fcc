/*
 * callbacks.h - the functions that a module hands to the host, and the one that the host looks for in a module.
 */
#ifndef MODHOST_CALLBACKS_H
#define MODHOST_CALLBACKS_H

#include "constants.h"
#include "forward.h"
#include "types.h"

#ifndef MODHOST_TEST_HEADERS
#pragma GCC system_header
#endif

MODHOST_BEGIN_C

/**
 * Receives the completion of one operation that was started with a callback of its own.
 *
 * Thread: [loop-or-pool], after the method that started the operation has returned.
 */
typedef REQUEST_NOTIFICATION_STATUS (*PFN_ASYNC_COMPLETION)(
    IHttpContext3 *context, IHttpCompletionInfo2 *completion, void *completionContext);

/** The type of RegisterModule. */
typedef HRESULT (*PFN_REGISTERMODULE)(
    DWORD dwServerVersion, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *pGlobalInfo);

MODHOST_END_C

/** The name of the one symbol that a module exports. */
#define MODULE_REGISTERMODULE "RegisterModule"

#endif /* MODHOST_CALLBACKS_H */
