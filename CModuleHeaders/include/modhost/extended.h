/*
 * extended.h - from one interface of an object to another by type, and names that have two spellings.
 */
#ifndef MODHOST_EXTENDED_H
#define MODHOST_EXTENDED_H

#include "forward.h"
#include "results.h"
#include "server.h"

#ifndef MODHOST_TEST_HEADERS
#pragma GCC system_header
#endif

#ifdef __cplusplus

/**
 * Finds the interface Target of the object behind `source`.
 *
 * Returns: S_OK; E_NOINTERFACE when the object has no such interface, `*target` is NULL then; E_POINTER.
 */
template <class Source, class Target>
inline HRESULT HttpGetExtendedInterface(IHttpServer *server, Source *source, Target **target) {
    if (server == nullptr || source == nullptr || target == nullptr) {
        return E_POINTER;
    }
    *target = nullptr;
    void *found = nullptr;
    HRESULT result = server->GetExtendedInterface(HTTP_SERVER_INTERFACE_V2, &found);
    if (FAILED(result)) {
        return result;
    }
    IHttpServer2 *server2 = static_cast<IHttpServer2 *>(found);
    found = nullptr;
    result =
        server2->GetExtendedInterface(modhost_interface<Source>::id(), source, modhost_interface<Target>::id(), &found);
    if (SUCCEEDED(result)) {
        *target = static_cast<Target *>(found);
    }
    return result;
}

#endif /* __cplusplus */

/* The provider of GL_APPLICATION_START and of GL_APPLICATION_STOP under the names that sources also use. */
typedef IHttpApplicationProvider IHttpApplicationStartProvider;
typedef IHttpApplicationProvider IHttpApplicationStopProvider;

#endif /* MODHOST_EXTENDED_H */
