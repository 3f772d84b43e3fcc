// The guard: every call from the host into a module goes through one of these functions or those in ModuleWalk.h. A C++ exception that a module lets
// escape ends here (a Swift frame cannot be unwound through) and becomes a fault that the caller reports and answers with 500.
//
// Modules are given as plain pointers whose first word is their table; `slot` is the Itanium slot number, so one function serves
// every notification. The caller has checked that the slot is not null.

#ifndef CMODULEBORDER_MODULEGUARD_H
#define CMODULEBORDER_MODULEGUARD_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a module let escape: `type` is the C++ type as written in source, `what` the text of a std::exception.
typedef struct ModuleFault {
    char type[128];
    char what[384];
} ModuleFault;

/// The last fault on this thread, valid until the next one. Each function below that takes `thrown` sets `*thrown` to 1 when it
/// left one here, and does not touch `*thrown` otherwise.
const ModuleFault *ModuleGuard_LastFault(void);

/// CHttpModule::OnAsyncCompletion.
uint32_t ModuleGuard_AsyncCompletion(
    void *module, uint32_t slot, void *context, uint32_t notification, int32_t isPost, void *provider,
    void *completionInfo, int32_t *thrown);

/// A PFN_ASYNC_COMPLETION that was given to a read, write or flush.
uint32_t ModuleGuard_Callback(
    void *function, void *context, void *completionInfo, void *callbackContext, int32_t *thrown);

/// An LPOVERLAPPED_COMPLETION_ROUTINE that was given to IHttpContext3::PostCompletion.
void ModuleGuard_Overlapped(void *function, uint32_t error, uint32_t bytes, void *overlapped, int32_t *thrown);

/// GLOBAL_NOTIFICATION_STATUS CGlobalModule::OnGlobal…(provider *), also the ones without a parameter.
uint32_t ModuleGuard_NotifyGlobal(void *module, uint32_t slot, void *provider, int32_t *thrown);

/// Any slot of the shape void f(this): Terminate, CleanupStoredContext, NotifyDisconnect, DereferenceUser …
void ModuleGuard_Void(void *object, uint32_t slot, int32_t *thrown);

/// Any slot of the shape `pointer f(this)`, e.g. the getters of an IHttpUser that a module made.
void *ModuleGuard_Pointer(void *object, uint32_t slot, int32_t *thrown);

/// The entry point of a module.
int32_t ModuleGuard_Register(
    void *entry, uint32_t serverVersion, void *registrationInfo, void *server, int32_t *thrown);

/// Whether the slot of the object's table holds a function. `object` must not be NULL.
static inline int Module_HasSlot(const void *object, uint32_t slot) {
    const void *const *const *words = (const void *const *const *)object;
    return *words != 0 && (*words)[slot] != 0;
}

/// The table of a module object, to recognise it again.
static inline const void *Module_Table(const void *object) {
    return *(const void *const *)object;
}

#ifdef __cplusplus
}
#endif

#endif
