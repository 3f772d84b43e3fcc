#define MODHOST_NO_NOTE
#include "include/ModuleWalk.h"

#include "Generated/ModuleSlots.h"
#include "Guarded.hpp"

#include <CSharedPage.h>
#include <httpserv.h>

namespace {

/// A call with the breadcrumb around it. The module is named by its number, which is its place counted from 1.
template <typename Call>
inline WalkAnswer marked(
    const ModuleWalk *walk, uint32_t module, uint32_t notification, uint32_t flags, uint32_t otherwise, Call call) {
    BreadcrumbSlot *slot = Breadcrumb_Current();
    Breadcrumb_Enter(slot, module + 1, notification, flags, walk->exchange);
    int32_t threw = 0;
    uint32_t value = Guarded::guarded<uint32_t>(&threw, otherwise, call);
    Breadcrumb_Leave(slot);
    return {value, static_cast<uint32_t>(threw)};
}

__attribute__((noinline)) uint64_t lookUpSlots(WalkModule *module, void *instance) {
    uint64_t slots = 0;
    for (uint32_t slot = 0; slot <= ModuleSlot_CHttpModule_Dispose; slot++) {
        if (Module_HasSlot(instance, slot)) slots |= uint64_t(1) << slot;
    }
    // Only the first table is remembered: two of them taking turns must not exchange their slots half-way.
    uint64_t unknown = 0;
    if (__atomic_compare_exchange_n(&module->knownSlots, &unknown, slots, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
        __atomic_store_n(&module->knownTable, Module_Table(instance), __ATOMIC_RELEASE);
    }
    return slots;
}

inline uint64_t slotsOf(WalkModule *module, void *instance) {
    if (__atomic_load_n(&module->knownTable, __ATOMIC_ACQUIRE) == Module_Table(instance)) {
        return __atomic_load_n(&module->knownSlots, __ATOMIC_RELAXED);
    }
    return lookUpSlots(module, instance);
}

inline WalkAnswer makeInstance(ModuleWalk *walk, uint32_t place) {
    WalkInstance *instance = &walk->instances[place];
    WalkModule *module = &walk->modules[place];
    void *factory = module->factory;
    if (instance->hasFailed || factory == nullptr) return {RQ_NOTIFICATION_CONTINUE, ModuleWalk_Answered};
    void *made = nullptr;
    WalkAnswer answer = marked(walk, place, BreadcrumbCallGetHttpModule, 0, uint32_t(E_UNEXPECTED), [&] {
        return Guarded::function<uint32_t(void *, void **, void *)>(
            factory, ModuleSlot_IHttpModuleFactory_GetHttpModule)(factory, &made, walk->allocator);
    });
    if (__builtin_expect(
            answer.outcome != 0 || int32_t(answer.value) < 0 || made == nullptr || Module_Table(made) == nullptr, 0)) {
        instance->hasFailed = 1;
        return {answer.value, answer.outcome != 0 ? ModuleWalk_FactoryThrew : ModuleWalk_NoInstance};
    }
    instance->module = made;
    instance->slots = instance->enabled = slotsOf(module, made);
    instance->previous = walk->last;
    walk->last = place;
    return {RQ_NOTIFICATION_CONTINUE, ModuleWalk_Answered};
}

} // namespace

extern "C" {

WalkAnswer ModuleWalk_MakeInstance(ModuleWalk *walk, uint32_t module) {
    if (walk->instances[module].module != nullptr) return {RQ_NOTIFICATION_CONTINUE, ModuleWalk_Answered};
    return makeInstance(walk, module);
}

WalkAnswer ModuleWalk_Deliver(ModuleWalk *walk, const WalkCall *call) {
    WalkInstance *instance = &walk->instances[call->module];
    if (instance->module == nullptr) {
        WalkAnswer made = makeInstance(walk, call->module);
        if (__builtin_expect(made.outcome != ModuleWalk_Answered, 0)) return made;
    }
    // Also where there is no instance: nothing is enabled then.
    if ((instance->enabled & call->slotBit) == 0) {
        bool isThere = instance->module == nullptr || (instance->slots & call->slotBit) != 0;
        return {RQ_NOTIFICATION_CONTINUE, uint32_t(isThere ? ModuleWalk_Answered : ModuleWalk_NoEntry)};
    }
    return marked(walk, call->module, call->notification, call->flags, RQ_NOTIFICATION_FINISH_REQUEST, [=] {
        return Guarded::function<uint32_t(void *, void *, void *)>(instance->module, call->slot)(
            instance->module, walk->context, walk->providers + call->provider);
    });
}

uint32_t ModuleWalk_Dispose(ModuleWalk *walk) {
    while (walk->last != ModuleWalk_None) {
        uint32_t place = walk->last;
        WalkInstance *instance = &walk->instances[place];
        void *module = instance->module;
        bool hasDispose = (instance->slots >> ModuleSlot_CHttpModule_Dispose & 1) != 0;
        walk->last = instance->previous;
        instance->module = nullptr;
        instance->enabled = 0;
        if (!hasDispose) continue;
        WalkAnswer answer = marked(walk, place, BreadcrumbCallDispose, 0, 0, [=]() -> uint32_t {
            Guarded::function<void(void *)>(module, ModuleSlot_CHttpModule_Dispose)(module);
            return 0;
        });
        if (__builtin_expect(answer.outcome != 0, 0)) return place;
    }
    return ModuleWalk_None;
}
}
