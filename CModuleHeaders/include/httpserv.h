/*
 * httpserv.h - the interface between a module and modhost.
 *
 * Include this one header. It declares, in the order in which a module meets them:
 *
 *     modhost/conventions.h    how to read the comments: threads, owners, strings, memory, misuse
 *
 *     modhost/types.h          plain types               modhost/results.h     HRESULT and error numbers
 *     modhost/constants.h      notifications, flags      modhost/raw.h         HTTP_REQUEST, HTTP_RESPONSE, chunks
 *     modhost/callbacks.h      functions of a module     modhost/forward.h     the name of every interface
 *
 *     modhost/registration.h   what RegisterModule receives: the registration, the allocator
 *     modhost/module.h         what a module implements: the factory, CHttpModule, CGlobalModule, stored contexts
 *     modhost/context.h        one request: IHttpContext
 *     modhost/request.h        IHttpRequest
 *     modhost/response.h       IHttpResponse, the cache policy
 *     modhost/server.h         IHttpServer
 *     modhost/entities.h       connection, site, application, user, containers of stored contexts
 *     modhost/providers.h      what a notification receives besides the context
 *     modhost/completion.h     the end of an asynchronous operation
 *     modhost/cache.h          keys and records of the caches, files, tokens
 *     modhost/trace.h          IHttpTraceContext
 *     ahadmin.h                the configuration: IAppHostAdminManager, BSTR, VARIANT
 *     modhost/extensions.h     what only modhost has: sections of the configuration with typed values
 *     modhost/extended.h       HttpGetExtendedInterface (C++)
 *     modhost/note.h           what each module says of itself to the loader
 *
 * Apart from it: httptrace.h (identifiers of trace providers), wpframework.h (settings of the worker process),
 * iiswebsocket.h.
 *
 * In C++ an interface is an abstract class; in C it is a structure whose only member, lpVtbl, points at a table of
 * functions, and IHttpResponse_Clear(response) calls one. Both are the same bits.
 */
#ifndef HTTPSERV_H
#define HTTPSERV_H

#ifndef MODHOST_TEST_HEADERS
#pragma GCC system_header
#endif

#include "modhost/conventions.h"
#include "modhost/types.h"
#include "modhost/results.h"
#include "modhost/constants.h"
#include "modhost/raw.h"
#include "modhost/forward.h"
#include "modhost/callbacks.h"
#include "modhost/registration.h"
#include "modhost/module.h"
#include "modhost/context.h"
#include "modhost/request.h"
#include "modhost/response.h"
#include "modhost/server.h"
#include "modhost/entities.h"
#include "modhost/providers.h"
#include "modhost/completion.h"
#include "modhost/cache.h"
#include "modhost/trace.h"
#include "ahadmin.h"
#include "modhost/extensions.h"
#include "modhost/extended.h"
#include "modhost/note.h"

/*
 * A module defines this function and needs no other export. The declaration gives it C linkage and default visibility,
 * so a definition without any mark exports the plain symbol. Swift defines the symbol by @c(RegisterModule) instead.
 *
 * dwServerVersion is 0x000A0000: the high word the major version, the low word the minor one. pModuleInfo is valid
 * until the function returns, pGlobalInfo until the process ends. A failure keeps the worker from serving.
 */
#ifndef __swift__
MODHOST_EXTERN_C MODHOST_EXPORT HRESULT
RegisterModule(DWORD dwServerVersion, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *pGlobalInfo);
#endif

#endif /* HTTPSERV_H */
