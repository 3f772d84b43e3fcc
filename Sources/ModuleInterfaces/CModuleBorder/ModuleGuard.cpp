#define MODHOST_NO_NOTE
#include "include/ModuleGuard.h"

#include "Guarded.hpp"

#include <cxxabi.h>
#include <httpserv.h>

#include <cstdlib>
#include <cstring>
#include <typeinfo>

thread_local ModuleFault Guarded::lastFault;

namespace {

void copy(char *target, size_t size, const char *text) noexcept {
    std::strncpy(target, text, size - 1);
    target[size - 1] = 0;
}

void describeType() noexcept {
    ModuleFault *fault = &Guarded::lastFault;
    const std::type_info *type = abi::__cxa_current_exception_type();
    if (type == nullptr) {
        copy(fault->type, sizeof fault->type, "an exception of a foreign language");
        return;
    }
    int status = 0;
    char *readable = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
    copy(fault->type, sizeof fault->type, readable != nullptr ? readable : type->name());
    std::free(readable);
}

} // namespace

void Guarded::describe(const char *what) noexcept {
    describeType();
    copy(lastFault.what, sizeof lastFault.what, what);
}

using Guarded::function;
using Guarded::guarded;

extern "C" {

const ModuleFault *ModuleGuard_LastFault(void) {
    return &Guarded::lastFault;
}

uint32_t ModuleGuard_AsyncCompletion(
    void *module, uint32_t slot, void *context, uint32_t notification, int32_t isPost, void *provider,
    void *completionInfo, int32_t *thrown) {
    return guarded<uint32_t>(thrown, RQ_NOTIFICATION_FINISH_REQUEST, [=] {
        return function<uint32_t(void *, void *, uint32_t, int32_t, void *, void *)>(module, slot)(
            module, context, notification, isPost, provider, completionInfo);
    });
}

uint32_t ModuleGuard_Callback(
    void *callback, void *context, void *completionInfo, void *callbackContext, int32_t *thrown) {
    return guarded<uint32_t>(thrown, RQ_NOTIFICATION_FINISH_REQUEST, [=] {
        return reinterpret_cast<uint32_t (*)(void *, void *, void *)>(callback)(
            context, completionInfo, callbackContext);
    });
}

void ModuleGuard_Overlapped(void *routine, uint32_t error, uint32_t bytes, void *overlapped, int32_t *thrown) {
    guarded<int>(thrown, 0, [=] {
        reinterpret_cast<void (*)(uint32_t, uint32_t, void *)>(routine)(error, bytes, overlapped);
        return 0;
    });
}

uint32_t ModuleGuard_NotifyGlobal(void *module, uint32_t slot, void *provider, int32_t *thrown) {
    return guarded<uint32_t>(thrown, GL_NOTIFICATION_CONTINUE, [=] {
        return function<uint32_t(void *, void *)>(module, slot)(module, provider);
    });
}

void ModuleGuard_Void(void *object, uint32_t slot, int32_t *thrown) {
    guarded<int>(thrown, 0, [=] {
        function<void(void *)>(object, slot)(object);
        return 0;
    });
}

void *ModuleGuard_Pointer(void *object, uint32_t slot, int32_t *thrown) {
    return guarded<void *>(thrown, nullptr, [=] { return function<void *(void *)>(object, slot)(object); });
}

int32_t ModuleGuard_Register(
    void *entry, uint32_t serverVersion, void *registrationInfo, void *server, int32_t *thrown) {
    return guarded<int32_t>(thrown, E_UNEXPECTED, [=] {
        return reinterpret_cast<int32_t (*)(uint32_t, void *, void *)>(entry)(serverVersion, registrationInfo, server);
    });
}
}
